import type { ValueTransformer } from 'typeorm';

/** node-postgres hands a bigint over as text; ours all stay below 2^53. */
export const whole: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
