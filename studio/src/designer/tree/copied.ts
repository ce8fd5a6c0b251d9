import { readComponentsText, writeComponentsText } from '@/api/designer';
import { text } from '@/text';
import { copyText } from '@/ui/copyText';
import { done, failed } from '@/ui/toast';
import { isNode, type Json, type NodeDefinition } from '../document/types';

/** The components in copied text: JSON of one or of several, or YAML as it stands in files. */
export async function readCopied(workspace: string, words: string): Promise<NodeDefinition[]> {
  const nodes = nodesIn(words);
  if (nodes.length > 0) return nodes;
  const { components } = await readComponentsText(workspace, words);
  return components.filter(isNode);
}

function nodesIn(words: string): NodeDefinition[] {
  try {
    const value = JSON.parse(words) as Json;
    return (Array.isArray(value) ? value : [value]).filter(isNode);
  } catch {
    return [];
  }
}

/** Puts components on the clipboard as they would stand in the file of a screen. */
export async function copyAsYaml(workspace: string, nodes: readonly NodeDefinition[]): Promise<void> {
  try {
    const written = await writeComponentsText(workspace, nodes);
    await copyText(written.text);
    done(text.designer.inspector.menu.copied);
  } catch (problem) {
    failed(problem);
  }
}
