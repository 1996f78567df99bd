/** One of the `errors` of a GitHub error body. */
export interface FieldError {
  readonly resource: string;
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
}

/** A refusal the client sees as GitHub would say it. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly (FieldError | string)[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    errors: readonly (FieldError | string)[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

export const notFound = (): ApiError => new ApiError(404, "Not Found");

export const invalid = (...errors: readonly (FieldError | string)[]): ApiError =>
  new ApiError(422, "Validation Failed", errors);

/** The body GitHub gives an error. */
export function errorBody({ status, message, errors }: ApiError): unknown {
  return {
    message,
    ...(errors.length === 0 ? {} : { errors }),
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  };
}
