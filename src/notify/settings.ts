export interface MailSettings {
  /** `smtps://user:password@host`: holds a password, never to be shown. */
  smtpUrl: string;
  from: { name: string; address: string };
  /** Addresses; empty: staff get no e-mail. */
  staff: string[];
}

export interface WebhookSettings {
  url: string;
  /** `whsec_…`, as Standard Webhooks writes them. */
  secret: string;
}

/** Where news go. With nothing set there is only the log. */
export interface NotifySettings {
  mail: MailSettings | null;
  pmsWebhook: WebhookSettings | null;
  /** A host's own templates; one that is missing there is taken from `templates/`. */
  templatesFolder: string | null;
  /** The Temporal UI's list of runs, without a slash at the end; a run's page is below it. */
  runsUrl: string | null;
  /** Where the pages of docs/runbook/ are, without a slash at the end. */
  runbookUrl: string | null;
}
