"""Practice inside a notebook, with full feedback."""

import pytest

from millivolt.errors import AuthorError
from millivolt.practice import practise
from millivolt.practice.progress import ProgressFile, default_path


@pytest.fixture(autouse=True)
def progress(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return ProgressFile(default_path({"XDG_DATA_HOME": str(tmp_path)}))


def key(task, name="E"):
    return task._exercise.variant.part(name)


def test_a_task_shows_its_question_with_formulas_and_as_plain_text():
    task = practise("N01", "7")
    assert "What is the equilibrium potential" in task._repr_markdown_()
    assert "$" in task._repr_markdown_()
    assert "$" not in repr(task)


def test_a_right_answer_is_right_as_text_and_as_a_number(progress):
    task = practise("N01", "7")
    assert "✓ Right." in repr(task.answer(f"{key(task).answer:.3f} mV"))
    assert "✓ Right." in task.answer(E=key(task).answer)._repr_html_()
    assert [one.state for one in progress.read()] == ["correct", "correct"]


def test_a_misconception_is_explained_and_nothing_typed_becomes_markup():
    task = practise("N01", "7")
    wrong = next(m for m in key(task).misconceptions if m.id == "in_out_swapped")
    assert "trade" in repr(task.answer(f"{wrong.value:.3f} mV"))
    assert "<img" not in task.answer("<img src=x> $x$")._repr_html_()


def test_hints_come_one_at_a_time_then_the_solution():
    task = practise("N01", "7")
    first, second = repr(task.hint()), repr(task.hint())
    assert first != second
    assert "Does it make sense?" in task.solution()._repr_markdown_()


def test_another_one_has_other_numbers_and_a_seed_gives_them_again():
    task = practise("N01", "7")
    other = task.again()
    assert other.seed != task.seed
    assert repr(practise("N01", other.seed)) == repr(other)
    assert repr(task.harder())


def test_answers_are_given_by_name_where_there_are_several_parts():
    task = practise("H01", "7")
    assert "Answer by name: answer(" in repr(task.answer("5 mV"))
    assert "Answer by name" in repr(task.answer(nonsense=5))
    assert "Not right yet" in repr(task.answer(E_K="1 mV"))


def test_a_function_is_graded_in_the_box():
    task = practise("N15", "7")
    code = key(task, "code").solution
    assert "✓ Right." in repr(task.answer(code))


def test_an_unknown_item_is_told_with_the_nearest():
    with pytest.raises(AuthorError, match="no item is called"):
        practise("nonsense")


def test_progress_that_cannot_be_kept_is_told_and_the_verdict_still_comes(progress):
    progress.path.parent.mkdir()
    progress.path.symlink_to("/nowhere/progress.jsonl")
    task = practise("N01", "7")
    reply = repr(task.answer(E=1.0))
    assert "Not right yet" in reply
    assert "not kept" in reply


def test_what_is_answered_after_the_solution_does_not_count(progress):
    task = practise("N01", "7")
    task.solution()
    assert "✓ Right." in repr(task.answer(E=key(task).answer))
    assert progress.read() == ()
