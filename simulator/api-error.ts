export type ValidationErrors = Record<string, { _errors: string[] }>;

/** Thrown anywhere below a route; the server answers it in Seam's error shape. */
export class ApiError extends Error {
  readonly statusCode: number;
  readonly type: string;
  readonly validationErrors: ValidationErrors | undefined;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(
    statusCode: number,
    type: string,
    message: string,
    { validationErrors, retryAfter }: { validationErrors?: ValidationErrors; retryAfter?: number } = {},
  ) {
    super(message);
    this.statusCode = statusCode;
    this.type = type;
    this.validationErrors = validationErrors;
    this.retryAfter = retryAfter;
  }
}

export const errorBody = (type: string, message: string, validationErrors?: ValidationErrors) => ({
  error: { type, message, ...(validationErrors && { validation_errors: validationErrors }) },
  ok: false,
});

export const invalidInput = (parameter: string, message: string): ApiError =>
  new ApiError(400, 'invalid_input', `Invalid parameter ${parameter}: ${message}`, {
    validationErrors: { [parameter]: { _errors: [message] } },
  });

export const notFound = (what: 'device' | 'access_code' | 'event' | 'webhook', id: string): ApiError =>
  new ApiError(404, `${what}_not_found`, `Could not find ${what} ${id}`);

export const tooManyRequests = (retryAfter?: number): ApiError =>
  new ApiError(429, 'too_many_requests', 'Too Many Requests', retryAfter === undefined ? {} : { retryAfter });
