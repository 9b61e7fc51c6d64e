import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RULES = fileURLToPath(new URL('../../../deploy/prometheus/nt24-alerts.yml', import.meta.url));
const MINUTES_EACH = 10;

export const NO_PROMTOOL = "no promtool: it comes with Debian's package prometheus";

function promtool(...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { code: error ? null : status, output: `${stdout ?? ''}${stderr ?? ''}` };
}

export function hasPromtool(): boolean {
  return promtool('--version').code === 0;
}

/** @throws Error with what it found wrong */
export function requireByPromtool(...args: readonly string[]): void {
  const { code, output } = promtool(...args);
  if (code !== 0) throw new Error(output);
}

/**
 * Whether the shipped rule fires at the end of this: what the metrics told, one text after the other, each for ten minutes. Prometheus's
 * own judge is asked to find no alarm.
 */
export function firesAfter(alert: string, texts: readonly string[]): boolean {
  const series = new Map<string, string[]>();
  texts.forEach((text, at) => {
    for (const [, name = '', value = ''] of text.matchAll(/^(nt24_(?:mail|data|idp)\w*(?:\{.*\})?) (\S+)$/gm)) {
      const values = series.get(name) ?? texts.slice(0, at).map(() => `_x${MINUTES_EACH - 1}`);
      series.set(name, [...values, `${value}x${MINUTES_EACH - 1}`]);
    }
  });
  const folder = mkdtempSync(join(tmpdir(), 'nt24-promtool-'));
  try {
    const file = join(folder, 'test.yml');
    writeFileSync(file, JSON.stringify(testOf(alert, series, texts.length * MINUTES_EACH - 1)));
    const { code, output } = promtool('test', 'rules', file);
    if (code === 0) return false;
    if (!output.includes(`alertname="${alert}"`)) throw new Error(output);
    return true;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** JSON is YAML. */
function testOf(alertname: string, series: ReadonlyMap<string, readonly string[]>, minutes: number): object {
  return {
    rule_files: [RULES],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: [...series].map(([name, values]) => ({ series: name, values: values.join(' ') })),
        alert_rule_test: [{ eval_time: `${minutes}m`, alertname, exp_alerts: [] }],
      },
    ],
  };
}
