"""Folders of killed graders are removed by the next box; folders in use stay."""

from millivolt.isolation.leftovers import PREFIX, claim, sweep


def test_a_folder_whose_grader_is_gone_is_removed(tmp_path):
    folder = tmp_path / f"{PREFIX}a"
    (folder / "tree").mkdir(parents=True)
    claim(folder).close()
    sweep(tmp_path)
    assert not folder.exists()


def test_a_folder_in_use_stays(tmp_path):
    folder = tmp_path / f"{PREFIX}a"
    folder.mkdir()
    with claim(folder):
        sweep(tmp_path)
        assert folder.exists()
    sweep(tmp_path)
    assert not folder.exists()


def test_folders_of_others_and_unfinished_ones_stay(tmp_path):
    for name in (f"{PREFIX}unfinished", "something-else"):
        (tmp_path / name).mkdir()
    sweep(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
