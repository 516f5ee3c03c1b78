"""Room 4. The components with behaviour of their own, one file each."""

from hxdash.dcc.button import Button as Button
from hxdash.dcc.checklist import Checklist as Checklist
from hxdash.dcc.clipboard import Clipboard as Clipboard
from hxdash.dcc.confirm_dialog import ConfirmDialog as ConfirmDialog
from hxdash.dcc.confirm_dialog import ConfirmDialogProvider as ConfirmDialogProvider
from hxdash.dcc.date_picker_range import DatePickerRange as DatePickerRange
from hxdash.dcc.date_picker_single import DatePickerSingle as DatePickerSingle
from hxdash.dcc.dropdown import Dropdown as Dropdown
from hxdash.dcc.geolocation import Geolocation as Geolocation
from hxdash.dcc.graph import Graph as Graph
from hxdash.dcc.input import Input as Input
from hxdash.dcc.interval import Interval as Interval
from hxdash.dcc.link import Link as Link
from hxdash.dcc.loading import Loading as Loading
from hxdash.dcc.location import Location as Location
from hxdash.dcc.markdown import Markdown as Markdown
from hxdash.dcc.radio_items import RadioItems as RadioItems
from hxdash.dcc.range_slider import RangeSlider as RangeSlider
from hxdash.dcc.slider import Slider as Slider
from hxdash.dcc.store import Store as Store
from hxdash.dcc.tabs import Tab as Tab
from hxdash.dcc.tabs import Tabs as Tabs
from hxdash.dcc.textarea import Textarea as Textarea
from hxdash.dcc.tooltip import Tooltip as Tooltip
