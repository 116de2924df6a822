import { Injectable } from '@nestjs/common';
import { SignJWT, decodeJwt, jwtVerify } from 'jose';
import { ParleyError } from '#errors';
import { Config, newId } from '#runtime';
import type { Identity } from './access-tokens.js';

const ISSUER = 'parley';
// Another audience than that of service tokens, which the same key signs: neither passes for the other.
const AUDIENCE = 'parley-chat';
const LIFETIME_MS = 30_000;
/** How far the clocks of two machines may differ. */
const TOLERANCE_S = 5;

export interface TicketRequest extends Identity {
  /** The chat node that the ticket is for. */
  node: string;
}

/**
 * Tickets for the WebSocket upgrade: short-lived, for one node, good once. Which were spent is known to the node's memory
 * alone, so a node must not come back under its old name within a ticket's life.
 */
@Injectable()
export class ChatTickets {
  private readonly key: Uint8Array;
  private readonly spent = new Map<string, number>();

  constructor(config: Config) {
    this.key = new TextEncoder().encode(config.serviceKey);
  }

  async issue({ user, device, node }: TicketRequest, now = Date.now()): Promise<{ ticket: string; expiresAt: number }> {
    // Whole seconds, because that is what the claim holds.
    const expiresAt = Math.ceil((now + LIFETIME_MS) / 1000) * 1000;
    const ticket = await new SignJWT({ sid: device, node })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(user)
      .setJti(newId())
      .setExpirationTime(expiresAt / 1000)
      .sign(this.key);
    return { ticket, expiresAt };
  }

  /** Spends the ticket at the node that it names. Throws `unauthenticated`. */
  async verify(ticket: string, node: string, now = Date.now()): Promise<Identity> {
    const { sub, sid, jti, exp, node: named } = await this.claims(ticket, now);
    if (named !== node || typeof sub !== 'string' || typeof sid !== 'string' || jti === undefined || exp === undefined) throw refused();
    this.forget(now);
    if (this.spent.has(jti)) throw refused();
    this.spent.set(jti, (exp + TOLERANCE_S) * 1000);
    return { user: sub, device: sid };
  }

  private async claims(ticket: string, now: number): Promise<Record<string, unknown> & { jti?: string; exp?: number }> {
    try {
      const expected = {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['HS256'],
        clockTolerance: TOLERANCE_S,
        currentDate: new Date(now),
      };
      const { payload } = await jwtVerify(ticket, this.key, expected);
      return payload;
    } catch {
      throw refused();
    }
  }

  // Tickets are spent in about the order in which they expire, so the old ones stand first.
  private forget(now: number): void {
    for (const [jti, goodUntil] of this.spent) {
      if (goodUntil > now) return;
      this.spent.delete(jti);
    }
  }
}

/** The chat node that a ticket says it is for. Not verified: that is the node's business. Undefined if it is no ticket. */
export function nodeOfTicket(ticket: string): string | undefined {
  try {
    const { node } = decodeJwt(ticket);
    return typeof node === 'string' ? node : undefined;
  } catch {
    return undefined;
  }
}

function refused(): ParleyError {
  return new ParleyError('unauthenticated', 'The ticket is not valid, has expired or was used before. Ask for a new one.');
}
