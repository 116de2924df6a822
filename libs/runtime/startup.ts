/**
 * What happens, in this order, once a process listens: it makes itself known, looks who else is there, begins its work. Two that start
 * at once cannot miss each other: of any two, at least the one that looks later has seen the other.
 */
export const START_PHASES = ['announce', 'watch', 'work'] as const;
export type StartPhase = (typeof START_PHASES)[number];

/** Under which addresses others reach this process. */
export interface Endpoints {
  /** `host:port` of its gRPC server. */
  grpc: string;
  /** The same of its public port; empty if it has none. */
  http: string;
}

interface Step {
  phase: StartPhase;
  run: (endpoints: Endpoints) => Promise<void>;
}

/** Collects what services have to do when their process can be reached; the process is ready when all of it is done. */
export class Startup {
  private readonly steps: Step[] = [];

  add(phase: StartPhase, run: (endpoints: Endpoints) => Promise<void>): void {
    this.steps.push({ phase, run });
  }

  /** Runs the phases one after another, the steps of a phase together. Rejects if one does. */
  async run(endpoints: Endpoints): Promise<void> {
    for (const phase of START_PHASES) {
      await Promise.all(this.steps.filter((step) => step.phase === phase).map((step) => step.run(endpoints)));
    }
  }
}
