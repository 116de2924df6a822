import { Controller } from '@nestjs/common';
import {
  RelayInternalServiceControllerMethods,
  type AdvanceRequest,
  type AdvanceResponse,
  type RelayInternalServiceController,
} from '#contracts/gen/parley/relay/internal/v1/relay_internal.js';
import { PointerStore } from './pointer.store.js';

/** What sequencers tell the relay. */
@Controller()
@RelayInternalServiceControllerMethods()
export class RelayInternalController implements RelayInternalServiceController {
  constructor(private readonly pointers: PointerStore) {}

  async advance({ pointers }: AdvanceRequest): Promise<AdvanceResponse> {
    await this.pointers.advance(pointers);
    return {};
  }
}
