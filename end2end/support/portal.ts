// The portal as a newcomer starts it: the program, its own PostgreSQL, the emulator of Google's side, free ports.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const program = resolve(process.env.SENTRALBORD_BIN ?? '../target/debug/sentralbord');

export class Portal {
  private constructor(
    readonly url: string,
    readonly emulator: string,
    private readonly directory: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly process: ChildProcess,
    private readonly output: string[],
  ) {}

  /** Starts a portal on an empty data directory and waits until it is ready. */
  static async start(): Promise<Portal> {
    const directory = mkdtempSync(join(tmpdir(), 'sentralbord-'));
    const [listen, emulator] = [await freeAddress(), await freeAddress()];
    const output: string[] = [];
    const env = {
      ...withoutSettings(process.env),
      SENTRALBORD_DATA_DIR: directory,
      SENTRALBORD_LISTEN: listen,
      SENTRALBORD_EMULATOR_LISTEN: emulator,
      SENTRALBORD_GOOGLE_BASE_URL: `http://${emulator}`,
      SENTRALBORD_METRICS_LISTEN: '127.0.0.1:0',
      SENTRALBORD_ENVIRONMENT: 'Test',
    };
    const process_ = spawn(program, ['serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [process_.stdout, process_.stderr]) {
      stream?.on('data', (piece: Buffer) => output.push(piece.toString()));
    }
    const portal = new Portal(`http://${listen}`, `http://${emulator}`, directory, env, process_, output);
    await portal.until(async () => (await fetch(`${portal.url}/readyz`)).ok);
    return portal;
  }

  /** The one-time link that the program printed for the first administrator. */
  async firstLink(): Promise<string> {
    let link: string | undefined;
    await this.until(async () => {
      link = this.output.join('').match(/https?:\/\/\S+\/welcome\/\S+/)?.[0];
      return link !== undefined;
    });
    return link as string;
  }

  /** Applies a configuration from a file of `support`, beside the running portal. */
  async apply(file: string): Promise<void> {
    await promisify(execFile)(program, ['apply', resolve('support', file)], { env: this.environment });
  }

  /** Everything that the program printed and logged. */
  log(): string {
    return this.output.join('');
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async until(isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 60_000;
    while (Date.now() < end) {
      if (this.process.exitCode !== null) break;
      if (await isSo().catch(() => false)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`The portal is not ready:\n${this.log()}`);
  }
}

/** The environment without settings that would reach another database. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('SENTRALBORD_'));
  return Object.fromEntries(kept);
}

function freeAddress(): Promise<string> {
  return new Promise((done, failed) => {
    const server = createServer().on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(`127.0.0.1:${port}`));
    });
  });
}
