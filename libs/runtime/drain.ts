import { Logger } from '@nestjs/common';

/** What happens, in this order, between the signal to stop and the end: leave discovery, tell sockets to go, finish work in hand. */
export const DRAIN_PHASES = ['withdraw', 'disconnect', 'finish'] as const;
export type DrainPhase = (typeof DRAIN_PHASES)[number];

interface Step {
  name: string;
  phase: DrainPhase;
  run: () => Promise<void>;
}

/** The longest that one step may hold up the end. */
const STEP_LIMIT_MS = 10_000;

/** Collects what services have to do before their process ends. */
export class Drain {
  private readonly logger = new Logger(Drain.name);
  private readonly steps: Step[] = [];

  constructor(private readonly stepLimitMs = STEP_LIMIT_MS) {}

  add(phase: DrainPhase, name: string, run: () => Promise<void>): void {
    this.steps.push({ phase, name, run });
  }

  /** Runs the phases one after another, the steps of a phase together. A step that fails or takes too long is logged, and the rest goes on. */
  async run(): Promise<void> {
    for (const phase of DRAIN_PHASES) {
      await Promise.all(this.steps.filter((step) => step.phase === phase).map((step) => this.runStep(step)));
    }
  }

  private async runStep({ name, run }: Step): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`took longer than ${String(this.stepLimitMs)} ms`));
      }, this.stepLimitMs);
    });
    try {
      await Promise.race([run(), late]);
    } catch (err) {
      this.logger.warn({ step: name, err }, 'A step of the drain failed.');
    } finally {
      clearTimeout(timer);
    }
  }
}
