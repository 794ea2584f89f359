import type { Route } from '@guanxi/shared/contract';
import { errorTable } from '@guanxi/shared/errors';
import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

/** The contract as an OpenAPI 3.1 document. */
export function openApiDocument(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Guanxi', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'guanxi_session' } },
      schemas: { Error: errorSchema },
    },
  };
}

function operation(route: Route): Record<string, unknown> {
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
  return {
    summary: route.summary,
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(hasBody ? { requestBody: { content: requestContent(route) } } : {}),
    responses: {
      200: { description: 'Done', content: json(toSchema(route.response, 'output')) },
      ...Object.fromEntries(errorResponses(route)),
    },
    ...(route.access !== 'public' ? { security: [{ session: [] }] } : {}),
  };
}

function requestContent(route: Route): Record<string, unknown> {
  return route.upload === undefined
    ? json(toSchema(route.body, 'input'))
    : { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
}

function errorResponses(route: Route): [number, unknown][] {
  const byStatus = new Map<number, string[]>();
  for (const code of route.errors) {
    const { status } = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, codes]) => [
    status,
    { description: codes.join(', '), content: json({ $ref: '#/components/schemas/Error' }) },
  ]);
}

function parameters(schema: z.ZodType, place: 'path' | 'query'): unknown[] {
  const { properties = {}, required = [] } = toSchema(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  return rest;
}

function json(schema: JsonSchema): Record<string, unknown> {
  return { 'application/json': { schema } };
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { enum: Object.keys(errorTable) },
        message: { type: 'string' },
        errcode: { type: 'integer' },
        issues: { type: 'array', items: { type: 'object' } },
        requestId: { type: 'string' },
      },
    },
  },
};
