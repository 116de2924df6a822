import { Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { ChatTickets } from './chat-tickets.js';
import { Jwks } from './jwks.js';
import { Revocations } from './revocations.js';

/** Who a user is: access tokens, signed-out devices, tickets. From the moment it is imported, users can call over gRPC with their tokens. */
@Module({
  providers: [Jwks, Revocations, AccessTokens, ChatTickets],
  exports: [AccessTokens, ChatTickets, Revocations],
})
export class IdentityModule {}
