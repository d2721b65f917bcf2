import os
import sys

from extractor.service.process_pool import errors_into, memory_used


def test_errors_of_libraries_go_into_a_file_for_a_while(tmp_path, capfd):
    with errors_into(tmp_path / "said"):
        os.write(2, b"from a library\n")
        print("from Python", file=sys.__stderr__, flush=True)
    os.write(2, b"afterwards\n")
    assert (tmp_path / "said").read_text() == "from a library\nfrom Python\n"
    assert capfd.readouterr().err == "afterwards\n"


def test_memory_used_is_the_most_there_was():
    before = memory_used()
    taken = bytearray(256 << 20)
    del taken
    assert memory_used() >= max(before, 256)
