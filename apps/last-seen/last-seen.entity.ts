import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a user was last known to be online. One row per user who ever was. */
@Entity('users')
export class LastSeenEntity {
  @PrimaryColumn('text', { name: 'user_id' })
  userId!: string;

  /** Milliseconds since the epoch; while the user is online, renewed now and then, so that a killed process loses little. */
  @Column('bigint', { name: 'seen_at', transformer: { to: (value: number) => value, from: Number } })
  seenAt!: number;

  /** Whether the user's last session was still open when this was written. */
  @Column('boolean')
  online!: boolean;
}
