import kafkajs from 'kafkajs';
import { protocolErrorOf, toError, type JoinedGroup, type KafkaBroker, type KafkaCluster } from './kafka-client.js';
import { assignPartitions, type GroupMemberClaim } from './sticky-assignment.js';
import { Pause } from './pause.js';

/** How long a silent member keeps its partitions: with the rebalance, failover takes less than 5 s. In milliseconds, as are all here. */
export const SESSION_MS = 3_000;
const HEARTBEAT_MS = 500;
const REBALANCE_MS = 3_000;
const RETRY_MS = 200;
/** Members share out partitions in one way, so it is never negotiated. */
const PROTOCOL = 'parley-sticky-1';
/** The group has moved on without this member, which has but to join again. */
const MOVED_ON = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID']);

export interface MembershipListener {
  /** From now on this member owns the partitions, and nobody else. */
  acquired(partitions: readonly number[]): void;
  /** Others may own them from now on. */
  lost(): void;
}

export interface GroupMemberOptions {
  cluster: KafkaCluster;
  topic: string;
  partitions: number;
  groupId: string;
  listener: MembershipListener;
  onError: (error: Error) => void;
}

/**
 * A member of a consumer group, by Kafka's own protocol. It holds its partitions by a lease: from when the last heartbeat that
 * the coordinator has answered was sent, for a session. The coordinator counts from when it got it, so it never gives away what
 * is held here; also not to a process that was stopped and goes on later. On any doubt everything is lost and the group joined anew.
 */
export class GroupMember {
  private memberId = '';
  private generation = -1;
  private coordinator: KafkaBroker | undefined;
  private partitions: readonly number[] = [];
  private holding = false;
  private leaseUntil = 0;
  private lapse: NodeJS.Timeout | undefined;
  private closed = false;
  private readonly pause = new Pause();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: GroupMemberOptions) {}

  /** Resolves when the group was joined, or no broker could be asked. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.running = this.run(resolve);
    });
  }

  /** Whether nobody else can own the partitions at this moment. */
  get holds(): boolean {
    return this.holding && Date.now() < this.leaseUntil;
  }

  /** Refused by the coordinator if the group has moved on since the partitions were acquired. */
  async commit(partition: number, offset: number): Promise<void> {
    const { memberId, generation, coordinator } = this;
    if (coordinator === undefined || !this.holds) throw new Error(`partition ${String(partition)} is not owned any more`);
    await coordinator.offsetCommit({
      groupId: this.options.groupId,
      groupGenerationId: generation,
      memberId,
      topics: [{ topic: this.options.topic, partitions: [{ partition, offset: String(offset) }] }],
    });
  }

  /** Leaves the group, so that others get the partitions at once. */
  async close(): Promise<void> {
    this.closed = true;
    this.pause.end();
    await this.running;
    this.lose();
    const { memberId, coordinator } = this;
    if (memberId === '') return;
    // If that fails, the session ends by itself.
    await coordinator
      ?.leaveGroup({ groupId: this.options.groupId, memberId })
      .catch((error: unknown) => this.options.onError(toError(error)));
  }

  private async run(tried: () => void): Promise<void> {
    while (!this.isClosed()) {
      try {
        await this.join();
        tried();
        await this.keep();
      } catch (error) {
        this.lose();
        await this.recover(error);
        // A coordinator that answers, only not yet with an assignment, is asked again: a fresh broker first makes the log of its groups.
        if (protocolErrorOf(error) === undefined) tried();
      }
    }
    tried();
  }

  private isClosed(): boolean {
    return this.closed;
  }

  private async join(): Promise<void> {
    const { cluster, topic, groupId } = this.options;
    await cluster.connect();
    await cluster.addTargetTopic(topic);
    await cluster.refreshMetadataIfNecessary();
    this.coordinator = await cluster.findGroupCoordinator({ groupId });
    const metadata = kafkajs.AssignerProtocol.MemberMetadata.encode({
      version: 0,
      topics: [topic],
      userData: encodeClaims(this.partitions),
    });
    const joined = await this.coordinator.joinGroup({
      groupId,
      sessionTimeout: SESSION_MS,
      rebalanceTimeout: REBALANCE_MS,
      memberId: this.memberId,
      groupProtocols: [{ name: PROTOCOL, metadata }],
    });
    this.memberId = joined.memberId;
    this.generation = joined.generationId;
    await this.sync(this.coordinator, joined);
  }

  private async sync(coordinator: KafkaBroker, joined: JoinedGroup): Promise<void> {
    const { groupId, topic, listener } = this.options;
    const { memberId, generationId } = joined;
    const sentAt = Date.now();
    const groupAssignment = joined.leaderId === memberId ? this.assignmentOf(joined) : [];
    const { memberAssignment } = await coordinator.syncGroup({ groupId, generationId, memberId, groupAssignment });
    if (this.isClosed()) return;
    this.partitions = kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic] ?? [];
    this.holding = true;
    this.renew(sentAt);
    if (this.holds) listener.acquired(this.partitions);
  }

  private assignmentOf({ members }: JoinedGroup): { memberId: string; memberAssignment: Buffer }[] {
    const claims = members.map(({ memberId, memberMetadata }): GroupMemberClaim => ({
      id: memberId,
      claims: decodeClaims(memberMetadata),
    }));
    return [...assignPartitions(this.options.partitions, claims)].map(([memberId, partitions]) => ({
      memberId,
      memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
        version: 0,
        assignment: { [this.options.topic]: partitions },
        userData: Buffer.alloc(0),
      }),
    }));
  }

  private async keep(): Promise<void> {
    const { groupId } = this.options;
    for (;;) {
      await this.pause.wait(HEARTBEAT_MS);
      if (this.isClosed() || this.coordinator === undefined) return;
      const sentAt = Date.now();
      await this.coordinator.heartbeat({ groupId, groupGenerationId: this.generation, memberId: this.memberId });
      // The lease has lapsed in between: what was lost is acquired again by joining.
      if (!this.holding) return;
      this.renew(sentAt);
    }
  }

  private renew(sentAt: number): void {
    this.leaseUntil = sentAt + SESSION_MS;
    clearTimeout(this.lapse);
    this.lapse = setTimeout(() => this.lose(), Math.max(0, this.leaseUntil - Date.now()));
  }

  private lose(): void {
    clearTimeout(this.lapse);
    if (!this.holding) return;
    // Claimed when joining again, unless somebody else may have had them meanwhile.
    if (!this.holds) this.partitions = [];
    this.holding = false;
    this.options.listener.lost();
  }

  private async recover(error: unknown): Promise<void> {
    const type = protocolErrorOf(error);
    if (type === 'REBALANCE_IN_PROGRESS') return;
    this.partitions = [];
    if (type === 'UNKNOWN_MEMBER_ID') this.memberId = '';
    if (type !== undefined && MOVED_ON.has(type)) return;
    // Of one that does not answer nobody takes leave.
    this.coordinator = undefined;
    this.options.onError(toError(error));
    await this.pause.wait(RETRY_MS);
  }
}

function encodeClaims(partitions: readonly number[]): Buffer {
  return Buffer.from(JSON.stringify(partitions));
}

function decodeClaims(memberMetadata: Buffer): number[] {
  const userData = kafkajs.AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData;
  return userData === undefined || userData.length === 0 ? [] : (JSON.parse(userData.toString()) as number[]);
}
