import type { Hono } from "hono";

import { ProblemError, problemResponse } from "./problem.ts";

/** Every path that is not served, and everything that is thrown, is answered by a problem. */
export function answerErrors(app: Hono, report: (error: unknown) => void): void {
  app.notFound(({ req }) =>
    problemResponse({
      name: "not-found",
      status: 404,
      title: "There is nothing here",
      detail: `${req.path.slice(0, 200)} is no path of this service.`,
    }),
  );
  app.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error.problem, error.headers);
    report(error);
    return problemResponse({
      name: "internal",
      status: 500,
      title: "Something is wrong on our side",
      detail: "It was reported. Try again later.",
    });
  });
}

/** Answers what only other methods are there for. */
export function methodNotAllowed(allow: string): Response {
  const detail = `Only ${allow} is served here.`;
  return problemResponse(
    { name: "method-not-allowed", status: 405, title: "Another method is expected", detail },
    { allow },
  );
}
