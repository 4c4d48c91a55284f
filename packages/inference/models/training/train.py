"""Trains emoji-64 on a CPU or a GPU, or goes on from a checkpoint.

    OMP_NUM_THREADS=2 python3 train.py --data DATA --out FILE.pt --minutes 180 [--resume FILE.pt] [--lr 7e-4]

DATA is what dataset.mjs wrote. Needs torch >= 1.13 and numpy (Debian: python3-torch, libopenblas0-pthread: without it the
arithmetic is forty times slower). The checkpoint holds fp16 weights, raw and averaged, and the tokenizer; it is written
every five minutes and at the end. The optimizer starts afresh, so a run that goes on warms up again.

On a GPU: --device cuda --batch 1024 --lr 1.5e-3 --warmup 300 --ema 0.9995 --workers 4 --compile (torch >= 2);
`gzip DATA/pixels.bin` makes 94 MB small where the data has to travel.
"""
import argparse
import collections
import gzip
import json
import math
import multiprocessing
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import model as M
import tokenizer as T

HUES = {'red': 0, 'orange': 28, 'yellow': 52, 'green': 120, 'teal': 175, 'blue': 215, 'purple': 275, 'pink': 325}
SHIFTS = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink']
BACKGROUNDS = {'red': (220, 38, 38), 'orange': (249, 115, 22), 'yellow': (250, 204, 21), 'green': (34, 160, 70), 'blue': (37, 99, 235),
               'purple': (147, 51, 234), 'pink': (236, 90, 160), 'brown': (120, 72, 40), 'teal': (20, 160, 160), 'grey': (128, 128, 128),
               'black': (20, 20, 20), 'gold': (212, 175, 55), 'light blue': (160, 215, 255), 'dark blue': (20, 35, 90)}
STYLE = {'noto': ['noto style', 'noto emoji', 'noto'], 'twemoji': ['twemoji style', 'flat twemoji', 'twemoji'],
         '3d': ['3d', '3d render', 'glossy 3d style', '3d style'], 'flat': ['flat', 'flat design', 'minimal flat style', 'flat style']}
FRAMES = ['{}'] * 6 + ['a {}'] * 3 + ['the {}', 'a picture of a {}', 'a photo of a {}', 'an image of a {}', 'a drawing of a {}', 'a painting of a {}',
          'a picture of {}', 'an emoji of a {}', '{} icon', '{} emoji', 'a cute {}', 'cute {}', 'a cartoon {}', 'an illustration of a {}', 'one {}, centered']
EXTRAS = ['high quality', 'highly detailed', 'best quality', 'masterpiece', 'simple', 'cute', 'beautiful', 'digital art', 'illustration', 'cartoon',
          'emoji', 'icon', 'sharp', 'colorful', 'realistic', 'cinematic', 'artwork']
# Words that people write and no emoji is called: they get whole tokens, so that they do not fall apart into other words.
ORDINARY = ('an of in on with and photo picture painting drawing illustration render portrait landscape style background white black dark light bright '
            'colourful colorful beautiful cute small big tiny happy sad angry sitting standing flying running smiling wearing holding riding robots '
            'server room night day sky sea forest mountain masterpiece best quality highly detailed realistic photorealistic cinematic digital art '
            'anime cartoon watercolor oil pencil sketch low blurry ugly bad worst').split()


def hsv(rgb):
    """rgb [..., 3] in 0-1 -> hue in degrees, saturation, value."""
    top, low = rgb.max(-1), rgb.min(-1)
    d = np.maximum(top - low, 1e-6)
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    h = np.where(top == r, (g - b) / d % 6, np.where(top == g, (b - r) / d + 2, (r - g) / d + 4)) * 60
    return h, (top - low) / np.maximum(top, 1e-6), top


def from_hsv(h, s, v):
    k = (np.array([5, 3, 1]) + (h / 60)[..., None]) % 6
    return v[..., None] * (1 - s[..., None] * np.clip(np.minimum(k, 4 - k), 0, 1))


def ruling_hue(picture):
    """(degrees, mean value) of the one hue that rules a picture [S, S, 4]; None where several do."""
    h, s, v = hsv(picture[..., :3] / 255)
    seen = picture[..., 3] > 128
    w = seen * (s > 0.3) * s * v
    if w.sum() < 0.18 * seen.sum():
        return None
    hue = np.angle((w * np.exp(1j * np.radians(h))).sum(), deg=True) % 360
    near = np.abs((h - hue + 180) % 360 - 180) < 28
    return (hue, (w * v).sum() / w.sum()) if (w * near).sum() > 0.8 * w.sum() else None


def colour_name(hue, value):
    name = min(HUES, key=lambda n: abs((hue - HUES[n] + 180) % 360 - 180))
    return 'brown' if name == 'orange' and value < 0.75 else name


class Pictures:
    """Pictures with their caption material, and a recoloured copy of each that one hue rules; draw() makes a batch."""

    def __init__(self, folder, seed, core=0.0, flips=0.25, backgrounds=0.15):
        self.rnd, self.flips, self.backgrounds = random.Random(seed), flips, backgrounds
        items = [json.loads(l) for l in open(os.path.join(folder, 'captions.jsonl'))]
        packed = os.path.join(folder, 'pixels.bin.gz')
        raw = np.frombuffer(gzip.open(packed).read(), dtype=np.uint8) if os.path.exists(packed) else np.fromfile(os.path.join(folder, 'pixels.bin'), dtype=np.uint8)
        pixels = raw.reshape(len(items), 64, 64, 4)
        copies, copied = [], []
        for p, it in zip(pixels, items):
            ruling = ruling_hue(p)
            it['colour'], it['recoloured'] = (colour_name(*ruling) if ruling else None), False
            weight = it.setdefault('weight', 1.0)
            if ruling is None or weight < 0.3:
                continue
            to = self.rnd.choice([c for c in SHIFTS if c != it['colour']])
            h, s, v = hsv(p[..., :3] / 255)
            q = p.copy()
            q[..., :3] = np.clip(from_hsv((h + HUES[to] - ruling[0]) % 360, s, np.minimum(v * (1.15 if ruling[1] < 0.75 else 1), 1)), 0, 1) * 255
            copies.append(q)
            copied.append(dict(it, colour=to, recoloured=True, weight=weight * 0.3))
        self.items = items + copied
        self.pixels = torch.from_numpy(np.concatenate([pixels, np.stack(copies)])).permute(0, 3, 1, 2).contiguous()
        weights = np.array([i['weight'] for i in self.items])
        if core:  # the things of core.txt make up this share
            known = set(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'core.txt')).read().split('\n'))
            best = np.array([i['names'][0] in known for i in self.items])
            weights = np.where(best, weights * core / weights[best].sum(), weights * (1 - core) / weights[~best].sum())
        self.cumulative = np.cumsum(weights).tolist()

    def word_counts(self):
        counts = collections.Counter()
        for i in self.items:
            for s in i['names'] * 4 + i['words'] + [i['group']]:
                counts.update(s.split())
        for s in [*BACKGROUNDS, *HUES, *(x for v in STYLE.values() for x in v), *FRAMES, *EXTRAS, *ORDINARY]:
            for w in s.replace('{}', '').replace(',', '').split():
                counts[w] += 200
        return {w: n for w, n in counts.items() if w.isalpha()}

    def caption(self, it, background):
        """A sentence that a person might type for this picture; empty one time in ten (classifier-free guidance)."""
        r = self.rnd
        if r.random() < 0.1:
            return ''
        names, words = it['names'], it['words']
        if words and r.random() < 0.08 and not it['recoloured']:
            x = ' '.join(r.sample(words, min(len(words), r.randint(1, 3))))
        else:
            x = names[0] if r.random() < 0.5 else r.choice(names)
        if it['colour'] and (it['recoloured'] or r.random() < 0.2):
            x = it['colour'] + ' ' + x.replace(it['colour'] + ' ', '')
        text, parts = r.choice(FRAMES).format(x), []
        if r.random() < 0.5:
            parts.append(r.choice(STYLE[it['style']]))
        if words and r.random() < 0.2:
            parts += r.sample(words, min(len(words), r.randint(1, 2)))
        if r.random() < 0.1:
            parts.append(it['group'])
        if r.random() < 0.15:
            parts += r.sample(EXTRAS, r.randint(1, 2))
        if background and r.random() < 0.75:
            text += r.choice([' on a {} background', ' with a {} background', ' on {}']).format(background)
        elif background:
            parts.append(background + ' background')
        elif r.random() < 0.05:
            text += ' on a white background'
        r.shuffle(parts)
        if parts and r.random() < 0.25:
            return ', '.join([parts[0] + ' ' + text, *parts[1:]])
        return ', '.join([text, *parts])

    def choose(self, n):
        """-> which pictures, their ground colours [n, 3], which are mirrored, their captions: all that paint() needs."""
        r = self.rnd
        chosen = r.choices(range(len(self.items)), cum_weights=self.cumulative, k=n)
        ground, flip, captions = np.ones((n, 3), np.float32), np.zeros(n, bool), []
        for j, i in enumerate(chosen):
            it, background = self.items[i], None
            if r.random() < self.backgrounds:
                background = r.choice(list(BACKGROUNDS))
                ground[j] = np.clip(np.array(BACKGROUNDS[background]) / 255 * (0.85 + 0.3 * r.random()), 0, 1)
            flip[j] = it.get('flip', True) and r.random() < self.flips
            captions.append(self.caption(it, background))
        return np.array(chosen), ground, flip, captions

    def paint(self, chosen, ground, flip):
        """-> pictures [n, 3, 64, 64] in -1..1 where the pixels are (CPU or GPU)."""
        n, where = len(chosen), self.pixels.device
        p = self.pixels[torch.from_numpy(chosen).to(where)].float() / 255
        p = torch.where(torch.from_numpy(flip).to(where).view(n, 1, 1, 1), p.flip(3), p)
        ground = torch.from_numpy(ground).to(where).view(n, 3, 1, 1)
        a = p[:, 3:]
        return (p[:, :3] * a + ground * (1 - a)) * 2 - 1

    def batches(self, n, encode, workers, seed):
        """Endless (chosen, ground, flip, ids [n, L]); with workers, processes of their own make them ahead of the GPU."""
        def make():
            chosen, ground, flip, captions = self.choose(n)
            return chosen, ground, flip, np.array([encode(c) for c in captions], dtype=np.int64)

        def produce(k, queue):
            self.rnd = random.Random(f'{seed} {k}')
            while True:
                queue.put(make())

        if not workers:
            while True:
                yield make()
        context = multiprocessing.get_context('fork')
        queue = context.Queue(4 * workers)
        for k in range(workers):
            context.Process(target=produce, args=(k, queue), daemon=True).start()
        while True:
            yield queue.get()


def fastest(run, net):
    """Times run(net) as it is and compiled, training all the while. -> the faster of both nets."""
    def rate(f):
        for _ in range(5):
            run(f)
        torch.cuda.synchronize()
        start = time.time()
        for _ in range(40):
            run(f)
        torch.cuda.synchronize()
        return 40 / (time.time() - start)

    plain = rate(net)
    try:
        compiled = torch.compile(net)
        fast = rate(compiled)
    except Exception as e:  # a compiler that cannot do it is no reason to stop
        print('not compiled:', str(e)[:500], flush=True)
        return net
    print(f'{plain:.1f} steps/s, compiled {fast:.1f}', flush=True)
    return compiled if fast > plain else net


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--data', required=True)
    ap.add_argument('--out', required=True)
    ap.add_argument('--minutes', type=float, required=True)
    ap.add_argument('--resume')
    ap.add_argument('--lr', type=float, default=1e-3)
    ap.add_argument('--batch', type=int, default=32)
    ap.add_argument('--core', type=float, default=0.0, help='share of the best known emoji (core.txt): short trainings should learn those first')
    ap.add_argument('--flips', type=float, default=0.25)
    ap.add_argument('--backgrounds', type=float, default=0.15)
    ap.add_argument('--level', type=float, default=0.6, help='mean of the log noise level')
    ap.add_argument('--ema', type=float, default=0.998)
    ap.add_argument('--warmup', type=int, default=80, help='steps')
    ap.add_argument('--width', help='channels of a new net at 16x16, 8x8 and 4x4 latents, as 128,224,288')
    ap.add_argument('--workers', type=int, default=0, help='processes that choose pictures and write captions ahead')
    ap.add_argument('--compile', action='store_true', help='torch.compile, if that is faster (GPU, torch >= 2)')
    ap.add_argument('--device', default='cpu')
    ap.add_argument('--threads', type=int, default=2)
    ap.add_argument('--seed', type=int, default=int(time.time()))
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    data = Pictures(a.data, a.seed, a.core, a.flips, a.backgrounds)
    state = torch.load(a.resume, map_location='cpu') if a.resume else None
    vocab, merges = (state['vocab'], state['merges']) if state else T.train(data.word_counts(), 2200)
    tokens = T.Tokenizer(vocab, merges)
    config = state['config'] if state else dict(M.CONFIG, **(dict(width=tuple(map(int, a.width.split(',')))) if a.width else {}))
    length = config['max_tokens']
    batches = data.batches(a.batch, lambda c: tokens.encode(c, length), a.workers, a.seed)
    first = next(batches)  # forks the workers while the GPU is still untouched
    data.pixels = data.pixels.to(a.device)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    fold = lambda x: F.pixel_unshuffle((x - M.PIXEL_MEAN) / M.PIXEL_STD, config['fold'])
    net = M.Model(len(vocab), vocab[T.PAD], config).to(a.device)
    if not state:
        net.unet.prior.fit(fold(torch.cat([data.paint(*(first if i == 0 else next(batches))[:3]) for i in range(-(-1200 // a.batch))])))
    else:
        net.load_state_dict({k: v.float() for k, v in state['net'].items()})
    ema = {k: v.float().clone().to(a.device) for k, v in (state['ema'] if state else net.state_dict()).items()}
    net = net.to(memory_format=torch.channels_last)
    before = state['steps'] if state else 0
    # Words are seen rarely and matter only where noise hides the picture: they learn faster than the rest.
    swift = lambda n: 5 if n == 'text.tokens.weight' else 2 if n.startswith(('text.', 'unet.pool')) else 1
    groups = [dict(params=[q for n, q in net.named_parameters() if swift(n) == times], times=times) for times in (1, 2, 5)]
    opt = torch.optim.AdamW(groups, a.lr, betas=(0.9, 0.98), weight_decay=0.01, **({} if a.device == 'cpu' else dict(fused=True)))
    bar = torch.cumprod(1 - M.betas(), 0).to(a.device)
    signal, noise = bar.sqrt().float(), (1 - bar).sqrt().float()
    log_sigma = (noise / signal).log()
    print(f'{len(data.items)} pictures, {len(vocab)} tokens, {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters', flush=True)

    def save():
        half = lambda d: {k: (v if '.prior.' in k else v.half()).cpu() for k, v in d.items()}
        torch.save(dict(net=half(net.state_dict()), ema=half(ema), vocab=vocab, merges=merges, steps=before + step, config=config), a.out + '.tmp')
        os.replace(a.out + '.tmp', a.out)

    start = saved = time.time()
    step, mean, late = 0, None, 0.0
    current = [p.detach() for p in net.parameters()]
    average = [ema[k] for k, _ in net.named_parameters()]

    def train_step(run):
        nonlocal step, mean, saved, late
        passed = (time.time() - start) / 60
        for g in opt.param_groups:
            g['lr'] = g['times'] * a.lr * min(1, (step + 1) / a.warmup) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1, passed / a.minutes))))
        began = time.time()
        *picked, ids = next(batches)
        late += time.time() - began
        x, ids = fold(data.paint(*picked)), torch.from_numpy(ids).to(a.device)
        # Noise levels: mostly around sigma 2, where shapes are decided; a quarter is spread evenly over the schedule.
        t = torch.searchsorted(log_sigma, a.level + 1.3 * torch.randn(a.batch, device=a.device)).clamp(0, 999)
        t = torch.where(torch.rand(a.batch, device=a.device) < 0.25, torch.randint(0, 1000, (a.batch,), device=a.device), t)
        s, n = signal[t].view(-1, 1, 1, 1), noise[t].view(-1, 1, 1, 1)
        z = torch.randn_like(x)
        with torch.autocast(a.device, dtype=torch.bfloat16):
            v = run((s * x + n * z).contiguous(memory_format=torch.channels_last), t, ids)
        loss = ((v.float() - (s * z - n * x)) ** 2).mean()
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        step += 1
        keep = min(a.ema, (1 + before + step) / (20 + before + step))
        with torch.no_grad():
            torch._foreach_mul_(average, keep)
            torch._foreach_add_(average, current, alpha=1 - keep)
        if step % 10 == 0:
            mean = loss.item() if mean is None else 0.9 * mean + 0.1 * loss.item()
        if step % 100 == 0:
            print(f'{before + step} loss {mean:.4f} pictures/s {step * a.batch / (time.time() - start):.0f} minutes {passed:.1f} waited {late:.1f} s', flush=True)
        if time.time() - saved > 300:
            save()
            saved = time.time()
        return passed < a.minutes

    run = fastest(train_step, net) if a.compile else net
    while train_step(run):
        pass
    save()
    print(f'done: {before + step} steps in all, loss {mean or 0:.4f}', flush=True)


if __name__ == '__main__':
    main()
