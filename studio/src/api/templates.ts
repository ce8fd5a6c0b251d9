import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Language } from '@/text/language';
import { at, get, post } from './client';
import type { InstalledTemplate, List, Template } from './types';

export const useTemplates = () => useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => get<List<Template>>('/templates', signal), select: (list) => list.items });

export interface TemplateWish {
  template: string;
  workspace: string;
  title: string;
  language: Language;
  with_rows: boolean;
}

/** Makes a workspace of a template. */
export function useInstallTemplate() {
  const known = useQueryClient();
  return useMutation({
    mutationFn: ({ template, ...wish }: TemplateWish) => post<InstalledTemplate>(at`/templates/${template}`, wish),
    onSuccess: () => known.invalidateQueries({ queryKey: ['workspaces'] }),
  });
}
