export { AccessTokens, type Identity } from './access-tokens.js';
export { ChatTickets, type TicketRequest } from './chat-tickets.js';
export { IdentityModule } from './identity.module.js';
export { Revocations, type RevocationListener } from './revocations.js';
