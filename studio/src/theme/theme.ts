import { createTheme, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core';
import { componentDefaults } from './components';

const token = (name: string) => `var(--tw-${name})`;

/** Ten shades out of a few tokens: Mantine asks for ten, the design has as many as it needs. */
function scale(...names: [string, string, string, string, string, string, string, string, string, string]): MantineColorsTuple {
  return names.map(token) as unknown as MantineColorsTuple;
}

const status = (tone: string) =>
  scale(`${tone}-soft`, `${tone}-soft`, `${tone}-soft`, `${tone}-solid`, `${tone}-solid`, `${tone}-solid`, `${tone}-solid`, `${tone}-solid`, `${tone}-text`, `${tone}-text`);

type Tone = 'accent' | 'neutral' | 'red';

function toneOf(color: string | undefined): Tone {
  if (color === 'red') return 'red';
  return color === 'gray' ? 'neutral' : 'accent';
}

function filled(tone: Tone) {
  const fill = tone === 'accent' ? 'accent' : `${tone}-solid`;
  const hover = tone === 'accent' ? 'accent-hover' : `${tone}-text`;
  return { background: token(fill), hover: token(hover), color: token(tone === 'accent' ? 'on-accent' : 'on-red') };
}

/** What each variant of a button, badge or icon button looks like, in tokens. */
const variantColors: VariantColorsResolver = ({ variant, color }) => {
  const tone = toneOf(color);
  const border = '1px solid transparent';
  const toned = tone === 'neutral' ? 'muted' : `${tone}-text`;
  if (variant === 'filled') return { ...filled(tone), border };
  if (variant === 'light') return { background: token(`${tone}-soft`), hover: token(`${tone}-soft`), color: token(`${tone}-text`), border };
  if (variant === 'default') {
    const text = tone === 'red' ? 'red-text' : 'text';
    return { background: token('surface'), hover: token('hover'), color: token(text), border: `1px solid ${token('border-strong')}` };
  }
  return { background: 'transparent', hover: token('hover'), color: token(toned), border };
};

export const theme = createTheme({
  colors: {
    accent: scale('accent-soft', 'accent-soft', 'accent-soft', 'accent', 'accent', 'accent', 'accent', 'accent-hover', 'accent-text', 'accent-text'),
    gray: scale('sunken', 'hover', 'neutral-soft', 'border', 'border-strong', 'border-control', 'muted', 'neutral-text', 'text', 'text'),
    dark: scale('text', 'text', 'muted', 'border-control', 'border', 'hover', 'surface', 'canvas', 'sunken', 'canvas'),
    red: status('red'),
    green: status('green'),
    teal: status('green'),
    yellow: status('amber'),
    blue: status('blue'),
    violet: status('violet'),
  },
  white: token('surface'),
  black: token('text'),
  primaryColor: 'accent',
  primaryShade: 6,
  variantColorResolver: variantColors,
  fontFamily: token('font'),
  fontFamilyMonospace: token('font-code'),
  fontSizes: { xs: token('text-xs'), sm: token('text-sm'), md: token('text-md'), lg: token('text-lg'), xl: token('text-xl') },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.3' },
  spacing: { xs: token('space-2'), sm: token('space-3'), md: token('space-4'), lg: token('space-5'), xl: token('space-6') },
  radius: { xs: token('radius-small'), sm: token('radius'), md: token('radius'), lg: token('radius-large'), xl: token('radius-full') },
  defaultRadius: 'md',
  shadows: { xs: 'none', sm: 'none', md: token('shadow-float'), lg: token('shadow-float'), xl: token('shadow-float') },
  headings: {
    fontFamily: token('font'),
    fontWeight: '600',
    sizes: {
      h1: { fontSize: token('text-xl'), lineHeight: '1.3' },
      h2: { fontSize: token('text-lg'), lineHeight: '1.4' },
      h3: { fontSize: token('text-md'), lineHeight: '1.45' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: componentDefaults,
});

const both = {
  '--mantine-color-body': token('canvas'),
  '--mantine-color-text': token('text'),
  '--mantine-color-bright': token('text'),
  '--mantine-color-dimmed': token('muted'),
  '--mantine-color-placeholder': token('muted'),
  '--mantine-color-anchor': token('accent-text'),
  '--mantine-color-error': token('red-text'),
  '--mantine-color-success': token('green-text'),
  '--mantine-color-default': token('surface'),
  '--mantine-color-default-hover': token('hover'),
  '--mantine-color-default-color': token('text'),
  '--mantine-color-default-border': token('border'),
  '--mantine-color-disabled': token('neutral-soft'),
  '--mantine-color-disabled-color': token('muted'),
  '--mantine-color-disabled-border': token('border'),
  '--mantine-primary-color-contrast': token('on-accent'),
};

/** Mantine's own variables, pointed at our tokens; the tokens themselves follow the colour scheme. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: both,
  // Mantine uses white for surfaces in light and for text in dark.
  dark: { ...both, '--mantine-color-white': token('text') },
});
