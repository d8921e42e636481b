export const yaml = /\.ya?ml$/;
export const script = /\.sh$/;
export const dockerfile = /(?:^|[\\/])(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.(?:Dockerfile|dockerfile)$/;

/** Whether a file states deployments, by its name: a manifest, a script, a Dockerfile. */
export function isManifest(file: string): boolean {
  return yaml.test(file) || script.test(file) || dockerfile.test(file);
}
