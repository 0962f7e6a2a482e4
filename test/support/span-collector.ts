import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import protobuf from 'protobufjs';

export interface CollectedSpan {
  service: string;
  traceId: string;
  spanId: string;
  /** Empty for the first of a trace. */
  parentId: string;
  name: string;
  attributes: Record<string, unknown>;
  isFailed: boolean;
}

// Of opentelemetry-proto, what the tests look at.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value { string text = 1; bool truth = 2; int64 whole = 3; double number = 4; } }
  message Status { int32 code = 3; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5;
    repeated KeyValue attributes = 9; Status status = 15;
  }
`);
const request = root.lookupType('Request');

interface Attribute {
  key: string;
  value?: { text?: string; truth?: boolean; whole?: number; number?: number };
}
interface Request {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId: string;
        name: string;
        attributes: Attribute[];
        status?: { code: number };
      }[];
    }[];
  }[];
}

/** Takes what OpenTelemetry's exporters send (OTLP over HTTP, protobuf). */
export const startSpanCollector = async () => {
  const spans: CollectedSpan[] = [];
  const bodies: Buffer[] = [];
  const headers: NodeJS.Dict<string | string[]>[] = [];
  let status = 200;
  const server = createServer((incoming, response) => {
    void buffer(incoming).then((body) => {
      headers.push(incoming.headers);
      bodies.push(body);
      if (status === 200) spans.push(...spansIn(body));
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    spans,
    bodies,
    headers,
    answerWith: (code: number) => void (status = code),
    close,
    [Symbol.asyncDispose]: close,
  };
};

const spansIn = (body: Buffer): CollectedSpan[] => {
  const options = { bytes: String, longs: Number, arrays: true };
  const { resourceSpans } = request.toObject(request.decode(body), options) as Request;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, name, attributes, status }) => ({
        service: String(plain(resource.attributes)['service.name']),
        traceId: hex(traceId),
        spanId: hex(spanId),
        parentId: hex(parentSpanId),
        name,
        attributes: plain(attributes),
        isFailed: status?.code === 2,
      })),
    ),
  );
};

const hex = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64').toString('hex');
const plain = (attributes: Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value ?? {})[0]]));
