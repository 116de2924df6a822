export { AccessTokens, type Identity } from './access-tokens.js';
export { ChatTickets, nodeOfTicket, type TicketRequest } from './chat-tickets.js';
export { IdentityModule } from './identity.module.js';
export { Revocations, type RevocationListener } from './revocations.js';
