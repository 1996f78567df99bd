import { AwsV4Signer } from "aws4fetch";

import type { S3Credentials } from "../../src/node/s3/s3-address.ts";
import type { S3Signer } from "../../src/node/s3/s3-client.ts";

/** Signs requests with AWS Signature Version 4. */
export function s3Signer(credentials: S3Credentials): S3Signer {
  return async ({ method, url, headers, region, now }) => {
    const datetime = now.toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
    const signer = new AwsV4Signer({ ...credentials, method, url, headers, service: "s3", region, datetime });
    return (await signer.sign()).headers;
  };
}
