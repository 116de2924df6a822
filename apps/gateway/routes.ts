import { ParleyError } from '#errors';
import { SERVICES, type HttpRule, type MethodContract, type ServiceContract } from '#contracts';

/** An RPC that is a REST endpoint. */
export interface Route {
  service: ServiceContract;
  /** The name of the RPC in the service's client. */
  name: string;
  method: Omit<MethodContract, 'request' | 'response'>;
  http: HttpRule;
  segments: readonly string[];
}

export interface RouteMatch {
  route: Route;
  params: Readonly<Record<string, string>>;
}

/** Every RPC with an `http` annotation that the outside may call at all. What states no access, and what only services may call, is never routed. */
export function routesOf(services: readonly ServiceContract[] = SERVICES): Route[] {
  const isPublic = (service: ServiceContract): boolean => !service.name.includes('.internal.');
  return services.filter(isPublic).flatMap((service) =>
    Object.entries(service.methods).flatMap(([name, method]): Route[] => {
      if (method.http === undefined || (method.access !== 'public' && method.access !== 'user')) return [];
      return [{ service, name, method, http: method.http, segments: method.http.path.split('/').slice(1) }];
    }),
  );
}

export function paramOf(segment: string): string | undefined {
  return /^\{(\w+)\}$/.exec(segment)?.[1];
}

/** Finds the RPC of a request. A literal segment is preferred to a parameter. */
export class RouteTable {
  private readonly byShape = new Map<string, Route[]>();
  private readonly prefixes: ReadonlySet<string>;

  constructor(readonly routes: readonly Route[] = routesOf()) {
    for (const route of routes) {
      const shape = shapeOf(route.http.verb, route.segments);
      this.byShape.set(shape, [...(this.byShape.get(shape) ?? []), route].sort(byParamsLast));
    }
    this.prefixes = new Set(routes.map((route) => route.segments[0] ?? ''));
  }

  /** Whether the path belongs to the API, found or not. */
  owns(path: string): boolean {
    const first = path.split('/')[1] ?? '';
    return this.prefixes.has(first) || first.endsWith('-service');
  }

  find(verb: string, path: string): RouteMatch | undefined {
    const segments = path.split('/').slice(1);
    for (const route of this.byShape.get(shapeOf(verb, segments)) ?? []) {
      const params = matchSegments(route.segments, segments);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

function shapeOf(verb: string, segments: readonly string[]): string {
  return `${verb} ${String(segments.length)}`;
}

function byParamsLast(a: Route, b: Route): number {
  const literals = (route: Route): string => route.segments.map((segment) => (paramOf(segment) === undefined ? '0' : '1')).join('');
  return literals(a) < literals(b) ? -1 : 1;
}

function matchSegments(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    const param = paramOf(part);
    if (param === undefined && part !== segment) return undefined;
    if (param !== undefined && segment === '') return undefined;
    if (param !== undefined) params[param] = decodeSegment(segment, param);
  }
  return params;
}

function decodeSegment(text: string, field: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ParleyError('invalid', `\`${field}\` is not valid percent-encoded UTF-8.`, { field });
  }
}
