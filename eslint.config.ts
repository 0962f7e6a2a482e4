import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Imports point inward: entry -> desk -> api; entry -> metrics, traces, api, activities, temporal -> seam, fetch, feeds, notify, workflows -> domain.
const allButDomain = [
  'workflows',
  'activities',
  'seam',
  'feeds',
  'fetch',
  'notify',
  'api',
  'desk',
  'client',
  'temporal',
  'local',
];
// For each folder, the folders of `src` it may not reach, and the packages that belong to another one.
const outward = {
  domain: allButDomain,
  environment: allButDomain,
  workflows: ['activities', 'seam', 'feeds', 'fetch', 'notify', 'api', 'desk', 'client', 'temporal', 'local'],
  seam: ['workflows', 'activities', 'feeds', 'fetch', 'notify', 'api', 'desk', 'client', 'temporal', 'local'],
  feeds: ['workflows', 'activities', 'seam', 'fetch', 'notify', 'api', 'desk', 'client', 'temporal', 'local'],
  fetch: ['workflows', 'activities', 'seam', 'notify', 'api', 'desk', 'client', 'temporal', 'local'],
  notify: ['workflows', 'activities', 'seam', 'feeds', 'fetch', 'api', 'desk', 'client', 'temporal', 'local'],
  activities: ['api', 'desk', 'client', 'temporal', 'local'],
  temporal: ['activities', 'seam', 'notify', 'api', 'desk', 'client', 'local', 'commands'],
  'seam-check': [
    'workflows',
    'activities',
    'feeds',
    'fetch',
    'notify',
    'api',
    'desk',
    'client',
    'temporal',
    'local',
  ],
  api: ['desk', 'activities', 'fetch', 'notify', 'client', 'local', 'commands'],
  desk: ['activities', 'fetch', 'client', 'local', 'commands'],
  local: ['fetch', 'client', 'commands', 'desk'],
  stack: [
    'activities',
    'seam',
    'feeds',
    'fetch',
    'notify',
    'desk',
    'client',
    'local',
    'commands',
    'recording',
  ],
  metrics: ['workflows', 'activities', 'feeds', 'fetch', 'api', 'desk', 'client', 'local', 'commands'],
  traces: [
    'activities',
    'seam',
    'feeds',
    'fetch',
    'notify',
    'api',
    'desk',
    'client',
    'temporal',
    'local',
    'commands',
  ],
  recording: ['workflows', 'seam', 'notify', 'api', 'desk', 'client'],
  commands: ['client', 'local', 'notify', 'desk'],
};

const forbidden = (folders: string[]) => ({
  group: folders.map((folder) => `**/${folder}/**`),
  message: 'Imports point inward; see CONTRIBUTING.md.',
  allowTypeImports: true,
});
const entryPoints = {
  regex: '^(\\.\\./)+[a-z-]+\\.ts$',
  message: 'A file directly in src/ is something you run; only src/config.ts may be imported.',
};
// A command is given the environment, and is the one to read it.
const entryPointsButConfig = { ...entryPoints, regex: '^(\\.\\./)+(?!config\\.ts$)[a-z-]+\\.ts$' };
const commands = { group: ['**/commands/**'], message: 'Commands belong to src/cli.ts alone.' };
const recording = { group: ['**/recording/**'], message: 'A recording is for its command alone.' };
const metrics = {
  group: ['**/metrics/**'],
  message: 'What is measured says so to whoever asks; only entry points know who that is.',
  allowTypeImports: false,
};
const traces = {
  group: ['**/traces/**', '@opentelemetry/*'],
  message: 'Only entry points know who traces, and only src/traces loads OpenTelemetry.',
  allowTypeImports: false,
};
const seamSdk = { group: ['@seamapi/*'], message: 'Only src/seam speaks to Seam.', allowTypeImports: false };
const simulator = {
  group: ['**/simulator/**'],
  message: 'src and simulator know each other over HTTP only.',
};
const ioInWorkflow = {
  group: [
    'node:*',
    'zod',
    '@temporalio/client',
    '@temporalio/worker',
    '@temporalio/activity',
    '@temporalio/proto',
  ],
  message: 'Workflow code is replayed: no I/O, no Node, no zod.',
};
const ioInDomain = { group: ['node:*', 'zod', '@temporalio/*'], message: 'Domain rules are pure.' };

const imports = (patterns: object[]): ['error', { patterns: object[] }] => ['error', { patterns }];

// Within a folder of its own the step out of it is no step into src.
const deeper = ({ regex, message }: typeof entryPoints) => ({ message, regex: regex.replace('+', '{2,}') });

const border = (folder: string, folders: string[], entries: typeof entryPoints) => ({
  rules: {
    '@typescript-eslint/no-restricted-imports': imports([
      forbidden(folders),
      simulator,
      commands,
      ...(['recording', 'commands'].includes(folder) ? [] : [recording]),
      ...(folder === 'metrics' ? [] : [metrics]),
      ...(folder === 'traces' ? [] : [traces]),
      ...(folder === 'temporal' ? [] : [entries]),
      ...(folder === 'seam' ? [] : [seamSdk]),
      ...(folder === 'domain' ? [ioInDomain] : []),
      ...(folder === 'workflows' ? [ioInWorkflow] : []),
    ]),
  },
});

const borders = Object.entries(outward).flatMap(([folder, folders]) => {
  const entries = ['commands', 'local', 'recording'].includes(folder) ? entryPointsButConfig : entryPoints;
  return [
    { files: [`src/${folder}/**/*.ts`], ...border(folder, folders, entries) },
    { files: [`src/${folder}/*/**/*.ts`], ...border(folder, folders, deeper(entries)) },
  ];
});

export default defineConfig(
  // bench/engines is a package of its own: npm run engines:check.
  { ignores: ['node_modules/', 'dist/', 'tools/temporal/', 'bench/engines/'] },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['bin/*.js', 'operations/*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // A forgotten await on an activity is the worst silent fault here.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // A factory or an interface may be async although one of its answers is not.
      '@typescript-eslint/require-await': 'off',
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  ...borders,
  {
    files: ['src/client/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports([
        { regex: '^(?!\\./)', message: 'The client is published alone: it knows nothing but itself.' },
      ]),
    },
  },
  {
    files: ['src/workflows/**/*.ts', 'src/domain/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Temporal', property: 'Now', message: 'The real clock; replay would differ.' },
        { object: 'DateTime', property: 'now', message: 'Time comes in as an argument.' },
        { object: 'DateTime', property: 'local', message: 'The zone of the machine; name the zone.' },
      ],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    // What `Date` makes of a time it is given is the same everywhere; what it knows by itself is not.
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(NewExpression[arguments.length=0], CallExpression)[callee.name="Date"]',
          message: 'Time comes in as an argument.',
        },
        {
          selector: 'MemberExpression[object.name="Date"][property.name="now"]',
          message: 'Time comes in as an argument.',
        },
        {
          selector:
            'CallExpression[callee.property.name=/^(?:get|set)(?!UTC)(?:Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|TimezoneOffset)$/]',
          message: 'The zone of the machine; name the zone.',
        },
      ],
    },
  },
  {
    files: ['src/desk/assets/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      parserOptions: { projectService: false },
      globals: Object.fromEntries(
        ['CSS', 'DOMParser', 'EventSource', 'document', 'fetch', 'location', 'setTimeout'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  {
    files: ['simulation/judge/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports([
        {
          regex: '^(?!\\./)',
          message: 'The judge may not share a bug with what it judges: it knows nothing but itself.',
        },
      ]),
    },
  },
  {
    files: ['simulation/**/*.ts'],
    ignores: ['simulation/sandbox.ts', 'simulation/judge/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports([
        {
          group: ['@temporalio/worker/lib/**', '@temporalio/workflow/lib/**'],
          message: 'Only simulation/sandbox.ts knows the SDK from within.',
        },
      ]),
    },
  },
  {
    files: ['simulator/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports([
        { group: ['**/src/**'], message: 'The simulator may not share a bug with what it tests.' },
        { group: ['@seamapi/*'], message: 'The simulator speaks plain HTTP.' },
      ]),
    },
  },
);
