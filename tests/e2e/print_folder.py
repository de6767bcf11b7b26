#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Slips into a folder: the words, the QR code and what the file says about itself, read
by poppler and zbar; and motcua-printer as the kiosk meets it."""

import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, os.path.dirname(__file__))
from printing import PROGRAM, SOURCE, Printer, need, qr_of, read_slip, run, words_of

URL = 'https://dvc.example.vn/t/7QHM2K9TXV4DA3NPW'


def check_slip(pdf, slip):
    words = words_of(pdf)
    assert unicodedata.is_normalized('NFC', words)
    for expected in ('CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc',
                     'PHIẾU HỖ TRỢ NỘP HỒ SƠ', 'Mã tra cứu: 7QHM-2K9T-XV4D-A3NP-W',
                     'Mã hồ sơ: chờ cổng cấp', 'Người nộp: TRẦN THỊ NGỌC DIỄM',
                     'Giấy chứng nhận kết hôn của cha, mẹ', '(Ký, ghi rõ họ tên)',
                     'phường Hoà Khánh, TP Đà Nẵng'):
        assert expected in words, (expected, words)
    assert qr_of(pdf) == URL
    about = run('pdfinfo', pdf).decode('utf-8')
    assert re.search(r'^Title: +' + slip['title'] + '$', about, re.M), about
    assert re.search('^Pages: +1$', about, re.M), about
    for secret in ('Author', 'Creator', 'CreationDate', 'NGUYỄN', 'TRẦN'):
        assert secret not in about, about
    fonts = run('pdffonts', pdf).decode('utf-8').splitlines()[2:]
    assert fonts and all('yes yes yes' in font for font in fonts), fonts


def test_from_a_shell(folder):
    state = os.path.join(folder, 'state')
    slip = os.path.join(SOURCE, 'tests/unit/data/slip.json')
    output = run(PROGRAM, '--state', state, '--print', slip, '--name', 'SLIP-1')
    pdf = os.path.join(state, 'slips', 'SLIP-1.pdf')
    assert pdf in output.decode('utf-8'), output
    check_slip(pdf, read_slip())
    assert stat.S_IMODE(os.stat(pdf).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(pdf)).st_mode) == 0o700
    with open(pdf, 'rb') as file:
        first = file.read()
    run(PROGRAM, '--state', state, '--print', slip, '--name', 'SLIP-1')
    with open(pdf, 'rb') as file:
        assert file.read() == first, 'printed again, the slip differs'
    assert os.listdir(os.path.dirname(pdf)) == ['SLIP-1.pdf'], 'something was left over'


def test_wrong_command_lines(folder):
    bad = os.path.join(folder, 'bad.json')
    with open(bad, 'w', encoding='utf-8') as file:
        file.write('{"title": "A", "blocks": [{"type": "text"}]}')
    for arguments, status in (([], 64), (['--print'], 64), (['--print', bad, 'more'], 64),
                              (['--print', bad, '--link'], 64), (['--print', bad], 1),
                              (['--print', folder + '/none.json'], 1)):
        ended = subprocess.run([PROGRAM, '--state', folder, *arguments],
                               capture_output=True, timeout=60, check=False)
        assert ended.returncode == status, (arguments, ended)
        assert len(ended.stderr.splitlines()) == 1 and not ended.stdout, (arguments, ended)
    assert not os.path.exists(os.path.join(folder, 'slips'))


def test_line(folder):
    slip = read_slip()
    english = dict(slip, language='en')
    printer = Printer('--state', folder)
    printer.print(7, 'A-7', slip)
    first, last = printer.answers_until(7, 'done')
    assert first == {'id': 7, 'state': 'printing'}, first
    assert last == {'id': 7, 'state': 'done',
                    'where': os.path.realpath(folder) + '/slips/A-7.pdf'}, last
    check_slip(last['where'], slip)
    for request, number, reason in (
            ({'do': 'dance', 'id': 8, 'document': english}, 8, 'does not know'),
            ({'do': 'print', 'name': 'A', 'document': english}, 0, 'no number'),
            ({'do': 'print', 'id': 9, 'document': english}, 9, 'name of a print'),
            ({'do': 'print', 'id': 9, 'name': '../a', 'document': english}, 9, 'name'),
            ({'do': 'print', 'id': 9, 'name': '-a', 'document': english}, 9, 'name'),
            ({'do': 'print', 'id': 9, 'name': 'a' * 65, 'document': english}, 9, 'name'),
            ({'do': 'print', 'id': 10, 'name': 'A',
              'document': {'title': 'A', 'language': 'en', 'blocks': 4}}, 10, '/blocks'),
            ({'do': 'print', 'id': 11, 'name': 'A'}, 11, '')):
        printer.send(request)
        answer = printer.answer()
        assert answer['id'] == number and answer['state'] == 'failed', answer
        assert reason in answer['reason'], answer
    for nonsense in ('', 'print', '[]', '{"do":', '\x00\xff', '"' + 'x' * 100000 + '"'):
        printer.send(nonsense)
    printer.send({'do': 'print', 'id': 12, 'name': 'A-12', 'document': slip})
    printer.answers_until(12, 'done')
    assert printer.end() == 0


def test_what_was_asked_for_is_written(folder):
    """The kiosk dies right after its requests: the slips are there all the same."""
    for number, dies in enumerate(('hangs up', 'is killed')):
        state = os.path.join(folder, str(number))
        printer = Printer('--state', state)
        for slip in range(6):
            printer.print(slip, f'S-{slip}', read_slip())
        printer.answer()
        if dies == 'is killed': # the helper is sent this signal when its parent dies
            printer.process.send_signal(signal.SIGTERM)
        assert printer.end() == 0
        slips = sorted(os.listdir(os.path.join(state, 'slips')))
        assert slips == [f'S-{slip}.pdf' for slip in range(6)], (dies, slips)
        for slip in slips:
            run('pdfinfo', os.path.join(state, 'slips', slip))


def test_asked_to_end(folder):
    printer = Printer('--state', folder)
    printer.print(1, 'A', read_slip())
    printer.answers_until(1, 'done')
    printer.process.send_signal(signal.SIGTERM)
    assert printer.process.wait(timeout=30) == 0
    printer.hang_up()


def test_unusable_folder(folder):
    """Said with the reason, and well again as soon as the folder is."""
    config = os.path.join(folder, 'motcua.ini')
    blocked = os.path.join(folder, 'blocked')
    with open(config, 'w', encoding='utf-8') as file:
        file.write(f'[printer]\nfolder = {blocked}/slips\n')
    with open(blocked, 'w', encoding='utf-8'):
        pass
    printer = Printer('--config', config, '--state', folder)
    printer.print(1, 'A', read_slip())
    answer = printer.answers_until(1, 'failed')[-1]
    assert blocked in answer['reason'], answer
    os.unlink(blocked)
    printer.print(2, 'A', read_slip())
    printer.answers_until(2, 'done')
    assert printer.end() == 0


def test_training_copy(folder):
    slip = dict(read_slip(), training=True, paper='A4')
    printer = Printer('--state', folder)
    printer.print(1, 'T', slip)
    pdf = printer.answers_until(1, 'done')[-1]['where']
    assert printer.end() == 0
    words = words_of(pdf)
    assert words.count('BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ') == 1, words
    assert qr_of(pdf) == URL, 'the watermark hides the code'
    assert '595.276 x 841.89 pts (A4)' in run('pdfinfo', pdf).decode('utf-8')


def test_many_pages(folder):
    """Nothing is lost or said twice where pages break."""
    rows = [[str(n), f'giấy{n}x ' + 'dài ' * (n % 40)] for n in range(150)]
    high = ' '.join(f'chữ{n}x' for n in range(340))
    text = ' '.join(f'lời{n}x' for n in range(300))
    columns = [{'text': 'TT', 'width': 10}, {'text': 'TÊN GIẤY', 'width': 90}]
    document = {'title': 'Dài', 'language': 'vi', 'paper': 'A5', 'blocks': [
        {'type': 'table', 'columns': columns, 'rows': rows},
        {'type': 'text', 'text': text},
        {'type': 'table', 'columns': [{'text': 'CAO', 'width': 2},
                                      {'text': 'RỘNG', 'width': 8}],
         'rows': [[high, 'bên']]},
        {'type': 'list', 'numbered': True, 'items': [f'mục{n}x' for n in range(80)]},
        {'type': 'signatures', 'columns': [{'title': 'NGƯỜI NỘP'}]}]}
    printer = Printer('--state', folder)
    printer.print(1, 'L', document)
    pdf = printer.answers_until(1, 'done')[-1]['where']
    assert printer.end() == 0
    pages = int(re.search(r'Pages: +(\d+)', run('pdfinfo', pdf).decode()).group(1))
    words = words_of(pdf)
    for stem, count in (('giấy', 150), ('lời', 300), ('chữ', 340), ('mục', 80)):
        found = re.findall(stem + r'\d+x', words)
        assert len(found) == count and len(set(found)) == count, (stem, len(found))
    assert words.count('TÊN GIẤY') > 4, 'the heading row is not repeated'
    for page in range(1, pages + 1):
        assert f'Trang {page}/{pages}' in words, page


def main():
    need('pdftotext', 'pdftoppm', 'pdfinfo', 'pdffonts', 'zbarimg')
    tests = [test for name, test in globals().items() if name.startswith('test_')]
    for test in tests:
        with tempfile.TemporaryDirectory(prefix='motcua-print-') as folder:
            test(folder)
        print('ok', test.__name__)


if __name__ == '__main__':
    main()
