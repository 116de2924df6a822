import { GroupMessageInternalService, MessageInternalService, type ClientOf, type ServiceClients } from '#contracts';
import { groupOf } from '#conversation';

/** What the services of direct and of group messages have in common. */
export type MessageService = Pick<ClientOf<typeof MessageInternalService>, 'append' | 'moveCursors' | 'sync' | 'typing'>;

/** Which service is asked about what. */
export class Routes {
  readonly direct: MessageService;
  readonly group: MessageService;

  constructor(clients: ServiceClients) {
    this.direct = clients.client(MessageInternalService);
    this.group = clients.client(GroupMessageInternalService);
  }

  of(conversation: string): MessageService {
    return groupOf(conversation) === undefined ? this.direct : this.group;
  }
}
