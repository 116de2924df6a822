import { Injectable } from '@nestjs/common';
import { ParleyError } from '#errors';
import { Clock, Config, newId } from '#runtime';

/** Whether new accounts are taken in, and what one starts with. */
@Injectable()
export class EntranceRules {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  requireOpen(): void {
    switch (this.config.registration) {
      case 'open':
        return;
      case 'invite':
        throw new ParleyError('forbidden', 'Registration needs an invitation.');
      case 'closed':
        throw new ParleyError('forbidden', 'Registration is closed.');
    }
  }

  newAccount(): { id: string; createdAt: number } {
    const now = this.clock.now();
    return { id: newId(now), createdAt: now };
  }
}
