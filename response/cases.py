"""The nine cases of 属地管理 but the ninth: each looks at the facts and either decides or leaves it to the next one.

1 outside our jurisdiction · 2 a higher level's policy · 3 vertical management · 4 the unit concerned is named · 5 one place, one
line · 6 several places, one line · 7 several lines · 8 place or line unknown. Basis: 国办发〔2016〕61号, quoted in routing.yml.

Contents: decide · the cases, in the order in which they are asked
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.regions import COUNTRY, lowest_common
from response.view import coordinator_of, office_of, own_offices, region_called, towns
from store.records import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from config.departments import Office
    from response.view import View


def decide(view: View) -> Decision:
    """The first case that fits; the last one fits always."""
    return next(found for case in CASES if (found := case(view)) is not None)


def _policy(view: View) -> Decision | None:
    """Case 2: a higher level's major policy is meant; our office of the line goes with it where the place is ours."""
    if view.policy is None:
        return None
    ours = [office for line in view.lines[:1] if view.ours or not view.elsewhere if (office := office_of(line, view.scope, view.rules))]
    why = f"所指是{region_called(view.policy, view.rules)}层面的政策，由制定政策的部门回应，本级上报"
    return _decision(2, None, cooperating=ours, coordinator=view.duty, forward=view.policy, because=why)


def _outside(view: View) -> Decision | None:
    """Case 1: no place lies in our jurisdiction."""
    if view.ours or not view.elsewhere:
        return None
    target = lowest_common([*view.elsewhere, view.home]) or COUNTRY
    home = view.rules.regions.name(view.home)
    why = f"事发地{view.called(view.elsewhere)}不在{home}辖区，转送{region_called(target, view.rules)}层面协调"
    return _decision(1, None, coordinator=view.duty, forward=target, because=why)


def _unknown(view: View) -> Decision | None:
    """Case 8: no place, or neither line nor unit: a question to a person of the duty office."""
    if view.ours and (view.lines or view.units):
        return None
    lacks = "地点和领域" if not (view.ours or view.lines) else "领域" if view.ours else "地点"
    return _decision(8, view.duty, because=f"看不出{lacks}，请值班室的人判断")


def _vertical(view: View) -> Decision | None:
    """Case 3: the unit named, or the first line, is under vertical management."""
    named = [office for office in view.units if office.vertical]
    line = named[0].department if named else next(iter(view.lines), "")
    known = view.rules.departments.departments
    responsible = named[0].id if len(named) == 1 else office_of(line, view.scope, view.rules)
    if line not in known or not known[line].vertical or responsible is None:
        return None
    others = [office for other in view.lines if other != line and (office := office_of(other, view.scope, view.rules))]
    coordinator, how = _superior(view.rules.offices[responsible], view)
    why = f"{known[line].name}实行垂直管理，由{view.rules.offices[responsible].name}负责，{how}"
    return _decision(3, responsible, cooperating=[*towns(view), *others], coordinator=coordinator, because=why)


def _superior(office: Office, view: View) -> tuple[str, str]:
    """Who coordinates a vertical unit: of an institution its line's office, else the unit above it, else the government office."""
    superior = office.superior
    if superior in view.rules.offices:
        return str(superior), f"上级单位{view.rules.offices[str(superior)].name}协调"
    return coordinator_of(office.id, view), f"上级单位{superior}不在本系统，由同级政府办公室联系协调"


def _unit(view: View) -> Decision | None:
    """Case 4: one unit is named as the one concerned."""
    if len(view.units) != 1 or view.units[0].vertical:
        return None
    unit = view.units[0]
    line = view.lines[0] if view.lines else unit.department
    bureau = unit.superior if unit.unit and line == unit.department else office_of(line, view.scope, view.rules)
    return _decision(4, unit.id, cooperating=[bureau], coordinator=coordinator_of(unit.id, view), because=f"涉事单位是{unit.name}")


def _several_lines(view: View) -> Decision | None:
    """Case 7: several lines; the line of the first topic leads, unless the tree says otherwise; the others by their duties."""
    offices = list(dict.fromkeys(office for line in view.lines if (office := office_of(line, view.scope, view.rules))))
    if len(offices) < 2:  # noqa: PLR2004  (several)
        return None
    own = own_offices(view.lines[0], view) if len(view.ours) > 1 else []
    lead = view.rules.offices[offices[0]].name
    why = f"涉及{view.lines_called()}，按职责分工回应，由{lead}牵头"
    return _decision(7, offices[0], cooperating=[*offices[1:], *own], coordinator=coordinator_of(offices[0], view), because=why)


def _several_places(view: View) -> Decision | None:
    """Case 6: several places, one line: the line's office where they meet, each place's own office with it."""
    office = office_of(view.lines[0], view.scope, view.rules) if view.lines else None
    if office is None or len(view.ours) < 2:  # noqa: PLR2004
        return None
    why = f"涉及{view.called(view.ours)}，由共同的上级主管部门{view.rules.offices[office].name}回应，各地配合"
    own = own_offices(view.lines[0], view)
    return _decision(6, office, cooperating=own, coordinator=coordinator_of(office, view), because=why)


def _one_place(view: View) -> Decision | None:
    """Case 5: one place, one line: the line's office nearest to the place, looking upward."""
    office = office_of(view.lines[0], view.scope, view.rules) if view.lines else None
    if office is None:
        return None
    why = f"事发地{view.rules.regions.full_name(view.scope)}，由最近的主管部门{view.rules.offices[office].name}回应"
    return _decision(5, office, cooperating=towns(view), coordinator=coordinator_of(office, view), because=why)


def _nobody(view: View) -> Decision:
    """Case 8 again: there is a line, but no office of it here."""
    why = f"{view.called(view.ours)}没有{view.lines_called() or '相应条线'}的单位，请值班室的人判断"
    return _decision(8, view.duty, because=why)


CASES: tuple[Callable[[View], Decision | None], ...] = (
    _policy,
    _outside,
    _unknown,
    _vertical,
    _unit,
    _several_lines,
    _several_places,
    _one_place,
    _nobody,
)


def _decision(
    case: int,
    responsible: str | None,
    *,
    because: str,
    cooperating: Iterable[str | None] = (),
    coordinator: str | None = None,
    forward: str | None = None,
) -> Decision:
    others = tuple(office for office in cooperating if office)
    return Decision(case, responsible, others, coordinator, None, forward, (), (because,), "")
