import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { alerts, dashboardQueries, watchedMetrics } from '../support/watched-metrics.ts';

const promtool = (...args: string[]) => execa('promtool', args, { reject: false, all: true });

test('Prometheus takes the configuration, and the alert rules in it', { tags: 'promtool' }, async () => {
  const { exitCode, all } = await promtool('check', 'config', 'operations/prometheus/prometheus.yml');
  expect(all).toContain(`${alerts.length} rules found`);
  expect(exitCode).toBe(0);
});

// Hours of samples: a second or two where nothing else runs.
test('the alerts come when they should, and not before', { tags: 'promtool', timeout: 60_000 }, async () => {
  const { exitCode, all } = await promtool('test', 'rules', 'test/project/alerts.yml');
  expect(all).toContain('SUCCESS');
  expect(exitCode).toBe(0);
});

test('every query of the dashboard is one Prometheus can read', { tags: 'promtool' }, async () => {
  const rules = dashboardQueries.map(({ expr }, index) => ({ record: `panel_${index}`, expr }));
  const file = join(mkdtempSync(join(tmpdir(), 'staykey-')), 'dashboard.yml');
  writeFileSync(file, stringify({ groups: [{ name: 'dashboard', rules }] }));
  const { exitCode, all } = await promtool('check', 'rules', file);
  expect(all).toContain(`${rules.length} rules found`);
  expect(exitCode).toBe(0);
});

test.each(alerts.map(({ alert, annotations }) => [alert, annotations.page]))(
  'the alert %s opens a page of the runbook, and stands in its index',
  (alert, page) => {
    expect(existsSync(`docs/runbook/${page}`)).toBe(true);
    const row = readFileSync('docs/runbook.md', 'utf8')
      .split('\n')
      .find((line) => line.includes(`\`${alert}\``));
    expect(row).toContain(`(runbook/${page})`);
  },
);

test('what is watched is named in docs/operations.md, if it is ours', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const ours = watchedMetrics().filter((name) => name.startsWith('staykey_'));
  expect(ours.filter((name) => !page.includes(name.replace(/_(bucket|sum|count)$/, '')))).toEqual([]);
});

test('what Grafana is given to start with leads to the dashboard and to Prometheus', () => {
  const read = (file: string): unknown =>
    parse(readFileSync(`operations/grafana/provisioning/${file}`, 'utf8'));
  expect(read('datasources/prometheus.yml')).toMatchObject({ datasources: [{ uid: 'prometheus' }] });
  expect(read('dashboards/staykey.yml')).toMatchObject({
    providers: [{ options: { path: '/etc/grafana/dashboards' } }],
  });
  const dashboard = readFileSync('operations/grafana/dashboards/staykey.json', 'utf8');
  const sources = [...dashboard.matchAll(/"type": "prometheus",\s+"uid": "([^"]+)"/g)].map(([, uid]) => uid);
  expect(new Set(sources)).toEqual(new Set(['prometheus']));
});
