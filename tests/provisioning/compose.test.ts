import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, readJson, readText, readYaml, ROOT, schemaErrors } from './repository';
import { COMPOSE_FILE } from './schemas/compose';

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  restart: string;
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
  ports?: string[];
  healthcheck?: object;
}

const { services, volumes } = readYaml('docker-compose.yml') as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};
const dockerfiles = Object.values(services).flatMap(({ build }) => build?.dockerfile ?? []);

describe('docker-compose.yml', () => {
  it('fits the Compose specification', () => {
    expect(schemaErrors(COMPOSE_FILE, readYaml('docker-compose.yml'))).toEqual([]);
  });

  it('starts Postgres, then the proxy, then Grafana, each when the one before is healthy', () => {
    expect(Object.keys(services)).toEqual(['secrets', 'postgres', 'backend-proxy', 'grafana']);
    expect(services.postgres?.depends_on).toEqual({ secrets: { condition: 'service_completed_successfully' } });
    expect(services['backend-proxy']?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(services.grafana?.depends_on).toEqual({ 'backend-proxy': { condition: 'service_healthy' } });
  });

  it('watches the health of everything that stays', () => {
    const unwatched = Object.entries(services).filter(
      ([, { restart, healthcheck }]) => restart !== 'no' && !healthcheck
    );
    expect(unwatched).toEqual([]);
  });

  it('pins every image to a full version', () => {
    const images = [
      ...Object.values(services).map(({ image }) => image),
      ...dockerfiles.flatMap((path) =>
        [...readText(path).matchAll(/^FROM (\S+:\S+)/gm)].map(([, image]) => image ?? '')
      ),
    ];
    expect(images.filter((image) => !/:\d+\.\d+(\.\d+)?(-[a-z]+)*$/.test(image))).toEqual([]);
  });

  it('runs the Grafana that the plugins ask for', () => {
    const plugin = readJson('src/plugin.json') as { dependencies: { grafanaDependency: string } };
    const [, version] = /^FROM grafana\/grafana:(\S+)$/m.exec(readText('docker/grafana.Dockerfile')) ?? [];
    expect(plugin.dependencies.grafanaDependency).toBe(`>=${version}`);
  });

  it('allows each of the plugins, which are not signed', () => {
    const [, list] =
      /GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=(\S+)/.exec(readText('docker/grafana.Dockerfile')) ?? [];
    const ids = filesBelow('src')
      .filter((path) => path.endsWith('plugin.json'))
      .map((path) => (readJson(path) as { id: string }).id);
    expect(ids.filter((id) => !list?.split(',').includes(id))).toEqual([]);
  });

  it('names only variables that .env.example explains, and mounts only volumes that exist', () => {
    const used = [...readText('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const explained = [...readText('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual([...explained].sort());
    const named = Object.values(services)
      .flatMap((service) => service.volumes ?? [])
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((source) => /^[a-z-]+$/.test(source));
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
  });

  it('starts without a .env file: every variable has a default', () => {
    const without = [...readText('docker-compose.yml').matchAll(/\$\{\w+(?!\w*:-)[^}]*\}/g)].map(([text]) => text);
    expect(without).toEqual([]);
  });

  it('holds no secret: what is secret comes from .env or from a file', () => {
    const secret = /(PASSWORD|KEY|SECRET|TOKEN)S?$/;
    const values = Object.values(services).flatMap(({ environment }) =>
      Object.entries(environment ?? {}).filter(([name]) => secret.test(name))
    );
    expect(values.filter(([name, value]) => value !== `\${${name}:-}`)).toEqual([]);
    expect(readText('.env.example')).not.toMatch(/^\w*(PASSWORD|KEYS?|SECRET)=.+/m);
  });

  it('listens on this machine only, unless told otherwise', () => {
    const ports = Object.values(services).flatMap(({ ports: list }) => list ?? []);
    expect(ports.filter((port) => !port.startsWith('${LOPAN_BIND:-127.0.0.1}:'))).toEqual([]);
  });

  it.each(dockerfiles)('builds %s from files that exist and reach the builder', (path) => {
    const copied = [...readText(path).matchAll(/^COPY (?!--from)(?:--chmod=\d+ )?(.+) \S+$/gm)].flatMap(
      ([, list]) => list?.split(' ') ?? []
    );
    expect(copied.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    const allowed = [...readText('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, name]) => name ?? '');
    const reached = (source: string): boolean =>
      allowed.some((name) => source === name || source.startsWith(`${name}/`));
    expect(copied.filter((source) => !reached(source))).toEqual([]);
  });

  it('mounts files of the repository that exist', () => {
    const sources = Object.values(services)
      .flatMap((service) => service.volumes ?? [])
      .map((volume) => /^(?:\$\{\w+:-)?\.\/([^:}]+)/.exec(volume)?.[1])
      .filter((source) => source !== undefined);
    expect(sources.filter((source) => !statSync(join(ROOT, source)).isFile())).toEqual([]);
  });
});
