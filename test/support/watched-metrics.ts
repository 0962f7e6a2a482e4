import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Alert {
  alert: string;
  expr: string;
  annotations: { page: string };
}
interface Panel {
  title: string;
  targets?: { expr: string }[];
}

export const alerts: Alert[] = (
  parse(readFileSync('operations/prometheus/alerts.yml', 'utf8')) as { groups: { rules: Alert[] }[] }
).groups.flatMap(({ rules }) => rules);

const dashboard = JSON.parse(readFileSync('operations/grafana/dashboards/staykey.json', 'utf8')) as {
  panels: Panel[];
};
/** What the dashboard asks Prometheus, by panel. */
export const dashboardQueries = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({ title, expr })),
);

/** The names of all series that alerts and dashboard look at, without Prometheus's own. */
export const watchedMetrics = (): string[] => {
  const names = [...alerts, ...dashboardQueries].flatMap(({ expr }) => namesIn(expr));
  return [...new Set(names)].filter((name) => name !== 'up').sort();
};

const words = new Set(['and', 'or', 'unless', 'bool', 'offset']);

const namesIn = (expr: string): string[] => {
  const bare = expr
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/[a-zA-Z_]\w*\b(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !words.has(name));
};

/** The names of the series in a scrape, also of those that have no value yet. */
export const namesInScrape = (text: string): string[] =>
  [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
