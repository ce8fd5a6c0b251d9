import type {
  Autocomplete,
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Input,
  Kbd,
  Menu,
  Drawer,
  Modal,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Popover,
  Radio,
  Select,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
  MantineThemeComponents,
} from '@mantine/core';
import { text } from '@/text';
import classes from './components.module.css';

const css = (name: string): string => classes[name] ?? '';

const fieldDefaults = {
  size: 'sm',
  inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
};
const fieldClasses = { input: css('input'), label: css('label'), description: css('description'), error: css('error') };
/** For fields that only one page has, so that others need not load them. */
export const fieldLook = { ...fieldDefaults, classNames: fieldClasses };
const field = { defaultProps: fieldDefaults, classNames: fieldClasses };

/** What `extend` of a component takes. Calling it would load the component with the first page, whoever needs it. */
type Look<C extends { extend: (look: never) => unknown }> = Parameters<C['extend']>[0];

/** How our forms and controls differ from Mantine's: sizes, help below the field, hairlines instead of shadows. */
export const componentDefaults: MantineThemeComponents = {
  Button: { defaultProps: { size: 'sm', variant: 'default' }, classNames: { root: css('button') } } satisfies Look<typeof Button>,
  ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 }, classNames: { root: css('control') } } satisfies Look<typeof ActionIcon>,
  Input: { defaultProps: { size: 'sm' } } satisfies Look<typeof Input>,
  TextInput: field satisfies Look<typeof TextInput>,
  PasswordInput: {
    ...field,
    defaultProps: { ...fieldDefaults, visibilityToggleButtonProps: { 'aria-label': text.showPassword, tabIndex: 0 } },
  } satisfies Look<typeof PasswordInput>,
  NumberInput: field satisfies Look<typeof NumberInput>,
  Textarea: field satisfies Look<typeof Textarea>,
  Autocomplete: field satisfies Look<typeof Autocomplete>,
  Select: { ...field, defaultProps: { ...fieldDefaults, allowDeselect: false, checkIconPosition: 'right' } } satisfies Look<typeof Select>,
  MultiSelect: { ...field, defaultProps: { ...fieldDefaults, checkIconPosition: 'right' }, classNames: { ...fieldClasses, input: css('pills') } } satisfies Look<typeof MultiSelect>,
  Radio: { defaultProps: { size: 'xs' }, classNames: { radio: css('box'), label: css('boxLabel') } } satisfies Look<typeof Radio>,
  Drawer: { defaultProps: { overlayProps: { className: css('overlay') }, transitionProps: { duration: 150 } }, classNames: { content: css('float') } } satisfies Look<typeof Drawer>,
  Checkbox: { defaultProps: { size: 'xs', radius: 'xs', iconColor: 'var(--tw-on-accent)' }, classNames: { input: css('box'), label: css('boxLabel'), description: css('boxHelp') } } satisfies Look<typeof Checkbox>,
  Tabs: { classNames: { list: css('tabs'), tab: css('tab') } } satisfies Look<typeof Tabs>,
  Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', offset: 4, withInitialFocusPlaceholder: false }, classNames: { dropdown: css('float'), item: css('item') } } satisfies Look<typeof Menu>,
  Popover: { defaultProps: { shadow: 'md' }, classNames: { dropdown: css('float') } } satisfies Look<typeof Popover>,
  Modal: {
    defaultProps: { centered: true, shadow: 'xl', radius: 'lg', overlayProps: { className: css('overlay') }, transitionProps: { transition: 'fade', duration: 120 } },
    classNames: { content: css('float'), header: css('modalHeader'), title: css('modalTitle') },
  } satisfies Look<typeof Modal>,
  Tooltip: { defaultProps: { openDelay: 400, withArrow: false, offset: 6, fz: 'xs' }, classNames: { tooltip: css('tooltip') } } satisfies Look<typeof Tooltip>,
  Kbd: { defaultProps: { size: 'xs' }, classNames: { root: css('kbd') } } satisfies Look<typeof Kbd>,
  Alert: { defaultProps: { radius: 'md' } } satisfies Look<typeof Alert>,
};
