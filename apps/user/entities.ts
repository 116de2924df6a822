import { Column, Entity, PrimaryColumn } from 'typeorm';
import { whole } from '#postgres';

@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn('text')
  id!: string;

  /** Lower case, unique. */
  @Column('text')
  username!: string;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  /** The display name as search compares it. */
  @Column('text', { name: 'display_key' })
  displayKey!: string;

  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('bigint', { name: 'created_at', transformer: whole })
  createdAt!: number;
}

/** A sign-in: one family of refresh tokens (see `refresh-token.ts`). It ends with its row. */
@Entity('devices')
export class DeviceEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'user_id' })
  userId!: string;

  @Column('text')
  name!: string;

  @Column('bigint', { name: 'created_at', transformer: whole })
  createdAt!: number;

  @Column('bigint', { name: 'last_used_at', transformer: whole })
  lastUsedAt!: number;

  @Column('bigint', { name: 'expires_at', transformer: whole })
  expiresAt!: number;

  @Column('text', { name: 'family_hash' })
  familyHash!: string;

  /** Hashes of the tokens that may be exchanged next: one, or several when their parent was answered more than once. */
  @Column('text', { name: 'current_hashes', array: true })
  currentHashes!: string[];

  /** Hash of the token that was exchanged last. */
  @Column('text', { name: 'exchanged_hash', nullable: true })
  exchangedHash!: string | null;

  @Column('bigint', { name: 'exchanged_at', nullable: true, transformer: whole })
  exchangedAt!: number | null;
}

@Entity('signing_keys')
export class SigningKeyEntity {
  @PrimaryColumn('text')
  kid!: string;

  @Column('jsonb', { name: 'public_jwk' })
  publicJwk!: { x: string; y: string };

  /** PKCS #8, sealed by `KeyVault`. */
  @Column('bytea', { name: 'private_key' })
  privateKey!: Buffer;

  /** From when it signs; it is published before. */
  @Column('bigint', { name: 'active_at', transformer: whole })
  activeAt!: number;
}

/** `blocker` has blocked `blocked`, or had: the row stays, so that versions keep growing. */
@Entity('blocks')
export class BlockEntity {
  @PrimaryColumn('text')
  blocker!: string;

  @PrimaryColumn('text')
  blocked!: string;

  @Column('boolean')
  active!: boolean;

  @Column('bigint', { transformer: whole })
  version!: number;

  @Column('bigint', { name: 'changed_at', transformer: whole })
  changedAt!: number;
}

/** A change of a block that the log of direct messages has yet to hear of. */
@Entity('block_outbox')
export class BlockOutboxEntity {
  @PrimaryColumn('text')
  blocker!: string;

  @PrimaryColumn('text')
  blocked!: string;

  @PrimaryColumn('bigint', { transformer: whole })
  version!: number;

  @Column('boolean')
  active!: boolean;
}

/** Lets so many people register, until it expires. */
@Entity('invites')
export class InviteEntity {
  @PrimaryColumn('text')
  code!: string;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('bigint', { name: 'created_at', transformer: whole })
  createdAt!: number;

  @Column('bigint', { name: 'expires_at', transformer: whole })
  expiresAt!: number;

  @Column('integer', { name: 'max_uses' })
  maxUses!: number;

  @Column('integer')
  uses!: number;
}

export const ENTITIES = [AccountEntity, DeviceEntity, SigningKeyEntity, BlockEntity, BlockOutboxEntity, InviteEntity];
