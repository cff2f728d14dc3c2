import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Icon } from '../../ui/icons'
import { useSpeech } from '../../ui/language'

export function LanguageButton() {
  const { language, setLanguage, t } = useSpeech()
  const short = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false })
  return (
    <Button variant="subtle" size="compact-sm" lang={language === 'vi' ? 'en' : 'vi'} onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}>
      {short ? (language === 'vi' ? 'EN' : 'VI') : t('shell.other_language')}
    </Button>
  )
}

export function ThemeButton() {
  const { t } = useSpeech()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  return (
    <ActionIcon variant="subtle" size={36} aria-label={t(scheme === 'dark' ? 'shell.light' : 'shell.dark')}
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
      <Icon name={scheme === 'dark' ? 'sun' : 'moon'} size={18} />
    </ActionIcon>
  )
}
