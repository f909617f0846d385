import { Camera, CameraOff, Check, MoveLeft, MoveRight, ScanFace, ZoomIn, type LucideIcon } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { Problem } from '../http.js';
import { problemOf } from '../http.js';
import { useLanguage, useText } from '../language.js';
import { inLanguage, type Text } from '../text.js';
import { classes } from '../classes.js';
import { Button, ProblemNotice } from './basics.js';

/** What proves that a live person is there: the actions to do, in this order, and how many pictures may show it. */
export interface FaceChallenge { readonly id: string; readonly actions: readonly string[]; readonly expires_at?: string; readonly frames_max?: number }
/** JPEG pictures as the camera saw them: one still, and frames in the order of time, the first before any movement. */
export interface FaceShots { readonly challengeId: string; readonly still: Blob; readonly frames: readonly Blob[] }

export interface FaceCameraProps {
  /** Asks the server for a new challenge, at every take. */
  newChallenge(): Promise<FaceChallenge>;
  onConfirm(shots: FaceShots): void;
  onCancel(): void;
  busy?: boolean;
  /** Why the take before was not good enough. */
  problem?: Problem | undefined;
  /** Something to know before the picture is taken. */
  hint?: ReactNode;
  /** A JPEG to go on with where no camera can be used, and what the button for it says. */
  sample?: { label: Text; draw(): Promise<Blob> } | undefined;
}

const FRAMES_MAX_DEFAULT = 12;
const SAMPLE_FRAMES = 6;
/** The time a person has for one action after hearing of it; some four pictures a second follow a turn of the head. */
const [LEAD_MS, ACTION_MS, FRAME_MS] = [700, 2300, 250];
const [WIDTH, JPEG_QUALITY] = [640, 0.9];

const ACTIONS: Readonly<Record<string, { text: Text; icon: LucideIcon }>> = {
  turn_left: { text: { th: 'หันหน้าไปทางซ้ายช้าๆ', en: 'Slowly turn your head to the left' }, icon: MoveLeft },
  turn_right: { text: { th: 'หันหน้าไปทางขวาช้าๆ', en: 'Slowly turn your head to the right' }, icon: MoveRight },
  move_closer: { text: { th: 'ขยับหน้าเข้ามาใกล้กล้อง', en: 'Move closer to the camera' }, icon: ZoomIn },
};
/** An action that a newer server asks for is at least a look. */
const UNKNOWN = { text: { th: 'มองตรงมาที่กล้อง', en: 'Look straight at the camera' }, icon: ScanFace };

const NO_PERMISSION: Problem = {
  code: 'CAMERA_NOT_ALLOWED', message: { th: 'แอปยังไม่ได้รับอนุญาตให้ใช้กล้อง', en: 'This app is not allowed to use the camera' },
  next: { th: 'อนุญาตการใช้กล้องในการตั้งค่าของเบราว์เซอร์หรือโทรศัพท์ แล้วกดลองใหม่', en: 'Allow the camera in the settings of your browser or phone, then try again' },
};
const NO_CAMERA: Problem = {
  code: 'CAMERA_NOT_FOUND', message: { th: 'ไม่พบกล้องในเครื่องนี้', en: 'This device has no camera' },
  next: { th: 'เชื่อมต่อกล้อง หรือใช้โทรศัพท์ที่มีกล้องหน้า แล้วกดลองใหม่', en: 'Connect a camera or use a phone with a front camera, then try again' },
};
const CAMERA_BUSY: Problem = {
  code: 'CAMERA_BUSY', message: { th: 'เปิดกล้องไม่ได้ กล้องอาจถูกแอปอื่นใช้อยู่', en: 'The camera cannot be opened; another app may be using it' },
  next: { th: 'ปิดแอปอื่นที่ใช้กล้อง แล้วกดลองใหม่', en: 'Close other apps that use the camera, then try again' },
};

type State = { step: 'opening' } | { step: 'ready' } | { step: 'action'; action: string; index: number; count: number } | { step: 'preview'; shots: FaceShots; url: string; drawn?: true } | { step: 'failed'; problem: Problem };

/**
 * The person's own picture by the front camera: a still, then the actions of a challenge, then “ยืนยัน” or “ถ่ายใหม่”.
 * Instructions are written, shown as a sign and spoken where the device can. The camera is on only while this is shown,
 * and pictures stay in memory.
 */
export function FaceCamera({ newChallenge, onConfirm, onCancel, busy = false, problem, hint, sample }: FaceCameraProps) {
  const t = useText();
  const { language } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<State>({ step: 'opening' });
  const [attempt, setAttempt] = useState(0);
  const mounted = useRef(true);
  useEffect(() => { mounted.current = true; return () => { mounted.current = false; }; }, []);

  useEffect(() => {
    let stream: MediaStream | undefined;
    let gone = false;
    setState({ step: 'opening' });
    openCamera().then(async (opened) => {
      if (gone) return stop(opened);
      stream = opened;
      opened.getVideoTracks()[0]?.addEventListener('ended', () => setState({ step: 'failed', problem: CAMERA_BUSY }));
      if (!video.current) return;
      video.current.srcObject = opened;
      await video.current.play();
      if (!gone) setState({ step: 'ready' });
    }).catch((error: unknown) => { if (!gone) setState({ step: 'failed', problem: cameraProblem(error) }); });
    return () => { gone = true; if (stream) stop(stream); };
  }, [attempt]);

  // A take that the server refused begins anew, with the reason above the camera.
  useEffect(() => { if (problem) setState((now) => (now.step === 'preview' ? (now.drawn ? { step: 'failed', problem: NO_CAMERA } : { step: 'ready' }) : now)); }, [problem]);
  useEffect(() => (state.step === 'preview' ? () => URL.revokeObjectURL(state.url) : undefined), [state]);

  const say = useCallback((text: Text) => speak(inLanguage(text, language), language), [language]);
  const take = async () => {
    const camera = video.current;
    if (!camera) return;
    try {
      setState({ step: 'action', action: '', index: -1, count: 0 });
      const challenge = await newChallenge();
      const still = await jpegOf(camera);
      const frames: Blob[] = [await jpegOf(camera)];
      const perAction = Math.max(1, Math.min(Math.floor(ACTION_MS / FRAME_MS), Math.floor(((challenge.frames_max ?? FRAMES_MAX_DEFAULT) - 1) / Math.max(1, challenge.actions.length))));
      for (const [index, action] of challenge.actions.entries()) {
        if (!mounted.current) return;
        setState({ step: 'action', action, index, count: challenge.actions.length });
        say((ACTIONS[action.toLowerCase()] ?? UNKNOWN).text);
        await pause(LEAD_MS);
        for (let frame = 0; frame < perAction; frame++) {
          await pause(ACTION_MS / perAction);
          frames.push(await jpegOf(camera));
        }
      }
      if (mounted.current) setState({ step: 'preview', shots: { challengeId: challenge.id, still, frames }, url: URL.createObjectURL(still) });
    } catch (error) {
      if (mounted.current) setState({ step: 'failed', problem: problemOf(error) });
    }
  };

  const takeSample = async (draw: () => Promise<Blob>) => {
    try {
      const [challenge, still] = await Promise.all([newChallenge(), draw()]);
      if (mounted.current) setState({ step: 'preview', shots: { challengeId: challenge.id, still, frames: Array<Blob>(SAMPLE_FRAMES).fill(still) }, url: URL.createObjectURL(still), drawn: true });
    } catch (error) {
      if (mounted.current) setState({ step: 'failed', problem: problemOf(error) });
    }
  };
  const retake = () => {
    if (state.step === 'preview' && state.drawn) setAttempt(attempt + 1);
    else setState({ step: 'ready' });
  };

  const action = state.step === 'action' ? ACTIONS[state.action.toLowerCase()] ?? UNKNOWN : undefined;
  const Sign = action?.icon;
  if (state.step === 'failed') {
    return (
      <div className="camera camera-failed">
        {hint}
        <CameraOff aria-hidden size={56} strokeWidth={1.5} />
        <ProblemNotice problem={state.problem}>
          <Button onClick={() => setAttempt(attempt + 1)}>{t({ th: 'ลองใหม่', en: 'Try again' })}</Button>
          {sample && <Button kind="secondary" onClick={() => void takeSample(sample.draw)}>{t(sample.label)}</Button>}
          <Button kind="quiet" onClick={onCancel}>{t({ th: 'ยกเลิก', en: 'Cancel' })}</Button>
        </ProblemNotice>
      </div>
    );
  }
  return (
    <div className="camera">
      {problem && state.step !== 'preview' && <ProblemNotice problem={problem} />}
      {hint}
      <div className={classes('camera-view', state.step === 'action' && 'camera-live')}>
        <video ref={video} muted playsInline aria-label={t({ th: 'ภาพจากกล้องหน้า', en: 'Picture of the front camera' })} />
        {state.step === 'preview' && <img src={state.url} alt={t({ th: 'ภาพที่ถ่าย', en: 'The picture taken' })} />}
        {state.step !== 'preview' && <svg className="camera-oval" viewBox="0 0 300 300" preserveAspectRatio="xMidYMid slice" aria-hidden><path fillRule="evenodd" d="M0 0H300V300H0Z M150 32C97 32 66 82 66 140S103 262 150 262 234 198 234 140 203 32 150 32Z" /><ellipse cx="150" cy="146" rx="85" ry="115" /></svg>}
        {Sign && state.step === 'action' && state.index >= 0 && <span className="camera-sign" key={state.index}><Sign aria-hidden size={40} /></span>}
        {state.step === 'opening' && <span className="camera-opening working-ring" aria-hidden />}
      </div>
      <p className="camera-instruction" role="status" aria-live="assertive">
        {state.step === 'opening' && t({ th: 'กำลังเปิดกล้อง...', en: 'Opening the camera...' })}
        {state.step === 'ready' && t({ th: 'วางใบหน้าให้อยู่ในกรอบ ในที่ที่มีแสงสว่าง ไม่สวมแว่นดำหรือหน้ากาก', en: 'Fit your face into the frame, in good light, without sunglasses or a mask' })}
        {action && t(action.text)}
        {state.step === 'preview' && t({ th: 'ภาพชัดเจนและเห็นใบหน้าครบหรือไม่', en: 'Is the picture clear, with your whole face in it?' })}
      </p>
      {state.step === 'action' && <div className="camera-progress" aria-hidden>{Array.from({ length: state.count }, (_, index) => <span key={index} className={index < state.index ? 'done' : index === state.index ? 'now' : undefined} />)}</div>}
      <div className="actions">
        {state.step === 'preview'
          ? (
            <>
              <Button busy={busy} onClick={() => onConfirm(state.shots)}><Check aria-hidden size={20} /> {t({ th: 'ยืนยัน', en: 'Confirm' })}</Button>
              <Button kind="secondary" disabled={busy} onClick={retake}>{t({ th: 'ถ่ายใหม่', en: 'Retake' })}</Button>
            </>
          )
          : (
            <>
              <Button disabled={state.step !== 'ready'} onClick={() => void take()}><Camera aria-hidden size={20} /> {t({ th: 'ถ่ายรูป', en: 'Take photo' })}</Button>
              <Button kind="quiet" onClick={onCancel}>{t({ th: 'ยกเลิก', en: 'Cancel' })}</Button>
            </>
          )}
      </div>
    </div>
  );
}

async function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException('no camera here', 'NotFoundError');
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 720 } } });
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function cameraProblem(error: unknown): Problem {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return NO_PERMISSION;
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? NO_CAMERA : CAMERA_BUSY;
}

async function jpegOf(camera: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const scale = Math.min(1, WIDTH / camera.videoWidth);
  canvas.width = Math.round(camera.videoWidth * scale);
  canvas.height = Math.round(camera.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(camera, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new DOMException('no picture', 'NotReadableError'))), 'image/jpeg', JPEG_QUALITY));
}

function speak(text: string, language: string): void {
  if (!('speechSynthesis' in window)) return;
  speechSynthesis.cancel();
  speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { lang: language === 'th' ? 'th-TH' : 'en-GB' }));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** Still and frames as the multipart body that the APIs take. */
export function shotsForm({ challengeId, still, frames }: FaceShots): FormData {
  const form = new FormData();
  form.append('challenge_id', challengeId);
  form.append('still', still, 'still.jpg');
  frames.forEach((frame, index) => form.append('frames', frame, `frame-${String(index).padStart(2, '0')}.jpg`));
  return form;
}
