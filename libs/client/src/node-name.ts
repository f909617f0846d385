/**
 * A node's name for people. `node_name` is plain text, or JSON with marketing names:
 * `{"marketing_name_th": …, "marketing_name_en": …}`. One language serves for both; without a name it is the node id.
 */
export function nodeDisplayName({ node_id, node_name }: { node_id: string; node_name: string }): { th: string; en: string } {
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);
  let names: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(node_name);
    if (typeof parsed === 'object' && parsed !== null) names = parsed as Record<string, unknown>;
  } catch {
    const plain = text(node_name) ?? node_id;
    return { th: plain, en: plain };
  }
  const th = text(names['marketing_name_th']);
  const en = text(names['marketing_name_en']);
  const any = th ?? en ?? node_id;
  return { th: th ?? any, en: en ?? any };
}
