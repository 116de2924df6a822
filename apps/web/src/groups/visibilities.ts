import type { Visibility } from '@parley/client';
import type { ChoiceOption } from '../ui/Choice.js';

export const VISIBILITIES: readonly ChoiceOption<Visibility>[] = [
  { value: 'private', label: 'Private', hint: 'People are added by an owner or admin, or invited by a link.' },
  { value: 'public', label: 'Public', hint: 'Everyone on this server can find it and join.' },
];
