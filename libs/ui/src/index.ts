export { classes } from './classes.js';
export { citizenIdProblem, formatCitizenId, parseCitizenId } from './citizen-id.js';
export { formatDate, formatDateTime, formatRelative, formatSeconds, formatTime, secondsLeft, spokenSeconds } from './dates.js';
export { arabicDigits, digitsOf } from './digits.js';
export { ApiError, HttpApi, problemOf, UNAVAILABLE, type Problem } from './http.js';
export { LanguageProvider, TextValues, useLanguage, useText } from './language.js';
export { useServerEvents } from './live.js';
export { inLanguage, LANGUAGES, type Language, type Text } from './text.js';
export {
  AppBar, Button, Card, Facts, List, ListItem, Notice, Outcome, Page, ProblemNotice, ProgressSteps, ShortCode, Skeleton, Stepper, Working,
  type ButtonProps, type ListItemProps, type NoticeProps,
} from './components/basics.js';
export { Countdown, useNow } from './components/countdown.js';
export { Sheet, type SheetProps } from './components/dialog.js';
export { FaceCamera, shotsForm, type FaceCameraProps, type FaceChallenge, type FaceShots } from './components/face-camera.js';
export { CitizenIdField, DigitsField, Form, PinPad, TextField, type PinPadProps, type TextFieldProps } from './components/fields.js';
export { Bell, BottomNav, LanguageSwitch, OtherLanguage, type BottomNavItem } from './components/navigation.js';
export { TermsReader, type TermsReaderProps } from './components/terms-reader.js';
