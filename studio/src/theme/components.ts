import {
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
  type MantineThemeComponents,
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

/** How our forms and controls differ from Mantine's: sizes, help below the field, hairlines instead of shadows. */
export const componentDefaults: MantineThemeComponents = {
  Button: Button.extend({ defaultProps: { size: 'sm', variant: 'default' }, classNames: { root: css('button') } }),
  ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 }, classNames: { root: css('control') } }),
  Input: Input.extend({ defaultProps: { size: 'sm' } }),
  TextInput: TextInput.extend(field),
  PasswordInput: PasswordInput.extend({
    ...field,
    defaultProps: { ...fieldDefaults, visibilityToggleButtonProps: { 'aria-label': text.showPassword, tabIndex: 0 } },
  }),
  NumberInput: NumberInput.extend(field),
  Textarea: Textarea.extend(field),
  Autocomplete: Autocomplete.extend(field),
  Select: Select.extend({ ...field, defaultProps: { ...fieldDefaults, allowDeselect: false, checkIconPosition: 'right' } }),
  MultiSelect: MultiSelect.extend({ ...field, defaultProps: { ...fieldDefaults, checkIconPosition: 'right' }, classNames: { ...fieldClasses, input: css('pills') } }),
  Radio: Radio.extend({ defaultProps: { size: 'xs' }, classNames: { radio: css('box'), label: css('boxLabel') } }),
  Drawer: Drawer.extend({ defaultProps: { overlayProps: { className: css('overlay') }, transitionProps: { duration: 150 } }, classNames: { content: css('float') } }),
  Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 'xs', iconColor: 'var(--tw-on-accent)' }, classNames: { input: css('box'), label: css('boxLabel'), description: css('boxHelp') } }),
  Tabs: Tabs.extend({ classNames: { list: css('tabs'), tab: css('tab') } }),
  Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-end', offset: 4, withInitialFocusPlaceholder: false }, classNames: { dropdown: css('float'), item: css('item') } }),
  Popover: Popover.extend({ defaultProps: { shadow: 'md' }, classNames: { dropdown: css('float') } }),
  Modal: Modal.extend({
    defaultProps: { centered: true, shadow: 'xl', radius: 'lg', overlayProps: { className: css('overlay') }, transitionProps: { transition: 'fade', duration: 120 } },
    classNames: { content: css('float'), header: css('modalHeader'), title: css('modalTitle') },
  }),
  Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false, offset: 6, fz: 'xs' }, classNames: { tooltip: css('tooltip') } }),
  Kbd: Kbd.extend({ defaultProps: { size: 'xs' }, classNames: { root: css('kbd') } }),
  Alert: Alert.extend({ defaultProps: { radius: 'md' } }),
};
