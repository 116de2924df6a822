export type Probe = () => boolean | Promise<boolean>;

export interface Readiness {
  ready: boolean;
  /** What keeps the process from being ready. */
  failing: string[];
}

/** Whether the process takes work. It is not ready while it starts, while a probe fails, and from the moment it stops. */
export class Health {
  private readonly probes = new Map<string, Probe>();
  private phase: 'starting' | 'serving' | 'draining' = 'starting';

  /** Adds something that the process cannot work without. A probe that throws has failed. */
  addProbe(name: string, probe: Probe): void {
    this.probes.set(name, probe);
  }

  serving(): void {
    if (this.phase === 'starting') this.phase = 'serving';
  }

  draining(): void {
    this.phase = 'draining';
  }

  async readiness(): Promise<Readiness> {
    const results = await Promise.all([...this.probes].map(async ([name, probe]) => ((await passes(probe)) ? [] : [name])));
    const failing = [...(this.phase === 'serving' ? [] : [this.phase]), ...results.flat()];
    return { ready: failing.length === 0, failing };
  }
}

async function passes(probe: Probe): Promise<boolean> {
  try {
    return await probe();
  } catch {
    return false;
  }
}
