---@meta
-- The Lua API of Mosis 1.0.0. Generated from api.json; nothing here runs.

--- An element of a document.
---@class Element
---@field attributes table<string, string|number|boolean> # To walk through; `SetAttribute` changes one.
---@field child_nodes Element[] # Its children.
---@field class_name string # All its classes.
---@field client_height number # Pixels of its content and padding.
---@field client_left number # Pixels from its border box to its padding box.
---@field client_top number # Pixels from its border box to its padding box.
---@field client_width number # Pixels of its content and padding.
---@field first_child Element? # Its first child.
---@field id string # Empty without.
---@field last_child Element? # Its last child.
---@field next_sibling Element? # The next child of its parent.
---@field offset_height number # Pixels of its border box.
---@field offset_left number # Pixels from `offset_parent`.
---@field offset_parent Element? # What its place is counted from.
---@field offset_top number # Pixels from `offset_parent`.
---@field offset_width number # Pixels of its border box.
---@field owner_document Document # The document it is in.
---@field parent_node Element? # What it is a child of.
---@field previous_sibling Element? # The child of its parent before it.
---@field scroll_height number # Pixels of all its content.
---@field scroll_left number # Pixels it is scrolled by.
---@field scroll_top number # Pixels it is scrolled by.
---@field scroll_width number # Pixels of all its content.
---@field style table<string, string> # Properties of its own; setting one to an empty text takes it back.
---@field tag_name string # Lower case.
---@field value string # Of a form control: what is in it.
local element = {}

--- Calls a function at each event.
---@param event string # Such as `click`.
---@param listener fun(event: Event, element: Element, document: Document) # A function: text would be compiled as code.
---@param capture? boolean # Before its children.
function element:AddEventListener(event, listener, capture) end

--- Takes a new element as its last child.
---@param element Element # As `CreateElement` gave it.
---@return Element # The element, which is of use only from now on.
function element:AppendChild(element) end

--- Takes the focus away.
function element:Blur() end

--- Acts as if it were clicked.
function element:Click() end

--- Sends an event through the document.
---@param event string # Its name.
---@param parameters table<string, string|number|boolean> # What listeners get.
function element:DispatchEvent(event, parameters) end

--- Gives it the focus.
function element:Focus() end

--- The value of an attribute.
---@param name string # Lower case.
---@return string|number|boolean|nil # nil without.
function element:GetAttribute(name) end

--- An element inside of it.
---@param id string # Its id.
---@return Element # nil if there is none.
function element:GetElementById(id) end

--- All elements of a name inside of it.
---@param tag string # Lower case.
---@return Element[] # In order.
function element:GetElementsByTagName(tag) end

--- Whether it has an attribute.
---@param name string # Lower case.
---@return boolean # With or without value.
function element:HasAttribute(name) end

--- Whether it has children.
---@return boolean # Text is one.
function element:HasChildNodes() end

--- Takes a new element as a child before another.
---@param element Element # As `CreateElement` gave it.
---@param before Element # A child.
---@return Element # The element.
function element:InsertBefore(element, before) end

--- Whether it has a class.
---@param name string # The class.
---@return boolean # Of its own, not of a parent.
function element:IsClassSet(name) end

--- The first element inside of it that a selector means.
---@param selector string # As in RCSS.
---@return Element # nil if there is none.
function element:QuerySelector(selector) end

--- All elements inside of it that a selector means.
---@param selector string # As in RCSS.
---@return Element[] # In order.
function element:QuerySelectorAll(selector) end

--- Takes an attribute away.
---@param name string # Lower case.
function element:RemoveAttribute(name) end

--- Takes a child away.
---@param element Element # A child.
---@return boolean # Whether it was one.
function element:RemoveChild(element) end

--- Puts a new element in the place of a child.
---@param element Element # As `CreateElement` gave it.
---@param replaced Element # A child.
---@return boolean # Whether it was one.
function element:ReplaceChild(element, replaced) end

--- Scrolls until it can be seen.
---@param align_with_top boolean # Else with the bottom.
function element:ScrollIntoView(align_with_top) end

--- Gives an attribute a value.
---@param name string # Lower case; no handler.
---@param value string # The value.
function element:SetAttribute(name, value) end

--- Adds a class or takes it away.
---@param name string # The class.
---@param active boolean # Whether it has it.
function element:SetClass(name, active) end

--- An open document.
---@class Document: Element
---@field title string # Its title.
---@field context Context # What it is shown in.
local document = {}

--- A new element, to be appended.
---@param tag string # Lower case.
---@return Element # Of use for `AppendChild` and its like only.
function document:CreateElement(tag) end

--- A new text, to be appended. Nothing in it is markup.
---@param text string # The text.
---@return Element # Of use for `AppendChild` and its like only.
function document:CreateTextNode(text) end

--- Closes it. Use `ui.back`.
function document:Close() end

--- Hides it.
function document:Hide() end

--- Shows it.
function document:Show() end

--- Shows it over others.
function document:PullToFront() end

--- Shows it under others.
function document:PushToBack() end

--- Something that happened to an element.
---@class Event
---@field current_element Element # Whose listener runs.
---@field parameters table<string, string|number|boolean> # By name; `value` of a `change`.
---@field target_element Element # What it happened to.
---@field type string # Such as `click`.
local event = {}

--- No other element gets it.
function event:StopPropagation() end

--- What documents are shown in.
---@class Context
---@field dimensions Vector2i # Pixels.
---@field focus_element Element? # What has the focus.
---@field hover_element Element? # What is under the finger.
---@field name string # Its name.
local context = {}

--- Two whole numbers.
---@class Vector2i
---@field x integer # The first.
---@field y integer # The second.
local vector2i = {}

--- Runs a module of the package once and gives its value. It is found from the folder of the entry document on.
---@param name string # A constant: `scripts.notes` is `scripts/notes.lua`.
---@return any # What the module returned when it ran; true if that was nothing.
function require(name) end

--- The app itself: its texts, its language, what happens to it.
app = {}

--- The text of a key in the language of the phone.
---@param key string # A key of `locales/<language>.json`.
---@param vars? table<string, string|number> # What replaces `{name}` in the text.
---@return string # The text; in the default language where this one has none, and the key itself where neither has it.
function app.t(key, vars) end

--- The language the app is shown in.
---@return string # A tag such as `en` or `pt-BR`.
function app.locale() end

--- Calls a function whenever something happens to the app. Listeners add up.
---@param event "pause"|"resume" # `pause`: the app is put away. `resume`: it is back.
---@param listener fun() # Called each time.
function app.on(event, listener) end

--- The id of the app.
---@return string # Such as `com.example.notes`.
function app.id() end

--- The version of the app.
---@return string # Such as `1.2.0`.
function app.version() end

--- A question with two answers.
---@class ui.Question
---@field text string # What is asked.
---@field ok? string # The button that agrees. Without: OK, in the language of the phone.
---@field cancel? string # The button that does not. Without: Cancel, in the language of the phone.
---@field done fun(agreed: boolean) # Called with the answer.

--- The stack of screens.
ui = {}

--- Opens a document on top of the visible one.
---@param path string # Its path in the package. Write it as a constant: then missing documents are found before anybody installs.
---@param params? table<string, any> # Given to the document, as a copy.
function ui.open(path, params) end

--- Closes the visible document. Closing the last one leaves the app.
function ui.back() end

--- What the visible document was opened with.
---@return table<string, any> # An empty table without.
function ui.params() end

--- Shows a line of text for a moment.
---@param text string # At most 120 characters are shown.
function ui.toast(text) end

--- Asks a question over the visible document.
---@param question ui.Question # The question and who gets the answer.
function ui.confirm(question) end

--- Values by key, kept on this phone for this app only.
storage = {}

--- The value of a key.
---@param key string # At most 256 bytes.
---@return string|number|boolean|table|nil # A copy; nil if there is none.
--- Needs the permission `storage`.
function storage.get(key) end

--- Keeps a value.
---@param key string # At most 256 bytes.
---@param value string|number|boolean|table # A list, or a table with strings as keys; a copy is kept, at most 1 MiB as JSON.
--- Needs the permission `storage`.
function storage.set(key, value) end

--- Forgets a key. One that is not there is ignored.
---@param key string # At most 256 bytes.
--- Needs the permission `storage`.
function storage.remove(key) end

--- All keys.
---@return string[] # Sorted by bytes.
--- Needs the permission `storage`.
function storage.keys() end

--- Forgets all keys.
--- Needs the permission `storage`.
function storage.clear() end

--- An SQLite database, kept on this phone for this app only.
db = {}

--- Runs one statement that gives no rows.
---@param sql string # With `?` for each value.
---@param values? (string|number|boolean)[] # What stands for each `?`, in order.
---@return integer|nil # Rows that changed; nil when it failed.
---@return string|nil # Why it failed.
--- Needs the permission `db`.
function db.execute(sql, values) end

--- Runs one statement that gives rows.
---@param sql string # With `?` for each value.
---@param values? (string|number|boolean)[] # What stands for each `?`, in order.
---@return table<string, string|number>[]|nil # The rows, at most 10,000, by name of column; nil when it failed.
---@return string|nil # Why it failed.
--- Needs the permission `db`.
function db.query(sql, values) end

--- Runs a function of which all statements hold or none.
---@param body fun(): boolean? # Undoes its statements by returning false or raising an error, which is passed on.
---@return boolean # Whether its statements hold.
--- Needs the permission `db`.
function db.transaction(body) end

--- A request.
---@class network.Request
---@field url string # https, of a host in `network.hosts`. Begin it with a constant: the host is read from it before anybody installs.
---@field method? "GET"|"POST"|"PUT"|"PATCH"|"DELETE"|"HEAD" # Of `network.request` only. Without: GET.
---@field headers? table<string, string> # Names in any case. `Host`, `Cookie` and `User-Agent` are the phone's.
---@field body? string # Bytes to send.
---@field timeout_ms? integer # From 1 to 120,000. Without: 30,000.
---@field done fun(response: network.Response?, err: string?) # Called once, later, with the answer or why there is none.

--- An answer, whatever its status.
---@class network.Response
---@field status integer # Such as 200.
---@field headers table<string, string> # Names in lower case.
---@field body string # At most 16 MiB.

--- Requests over https to the hosts that the manifest names in `network.hosts`.
network = {}

--- Asks for something.
---@param request network.Request # What is asked, and who gets the answer.
---@return integer # For `network.cancel`.
--- Needs the permission `network`.
function network.get(request) end

--- Sends something.
---@param request network.Request # What is asked, and who gets the answer.
---@return integer # For `network.cancel`.
--- Needs the permission `network`.
function network.post(request) end

--- A request with any method.
---@param request network.Request # What is asked, and who gets the answer.
---@return integer # For `network.cancel`.
--- Needs the permission `network`.
function network.request(request) end

--- Gives up a request: its `done` is not called any more. One that has ended is ignored.
---@param id integer # As a request gave it.
--- Needs the permission `network`.
function network.cancel(id) end

--- Whether there is a connection right now.
---@return boolean # An answer may still fail to come.
--- Needs the permission `network`.
function network.is_online() end

--- Anonymous counts of what is used, sent only if the person who owns the phone agrees. Starts, crashes and frame times are counted by the phone itself.
telemetry = {}

--- Counts that a screen was seen.
---@param screen string # A constant name, at most 64 characters; never what somebody typed.
--- Needs the permission `telemetry`.
function telemetry.screen_view(screen) end

--- Counts that something was used.
---@param button string # A constant name, at most 64 characters; never what somebody typed.
--- Needs the permission `telemetry`.
function telemetry.button_click(button) end

--- Reports an error that the app caught.
---@param message string # At most 1,000 characters; without data of people.
--- Needs the permission `telemetry`.
function telemetry.error(message) end

--- Whether anything is sent.
---@return boolean # False where nobody agreed.
--- Needs the permission `telemetry`.
function telemetry.is_enabled() end

--- What the app may do at this moment.
permissions = {}

--- Whether the app has a permission now.
---@param permission string # One that the manifest declares.
---@return boolean # Normal ones are always there.
function permissions.has(permission) end

--- Asks for a dangerous permission, with the reason that the manifest gives. Ask when it is needed, not when the app starts.
---@param permission string # One that the manifest declares.
---@param done fun(answer: "granted"|"denied"|"blocked") # `blocked`: it was denied before and is not asked again.
function permissions.request(permission, done) end

--- Functions that are called later, while the app is visible.
timer = {}

--- Calls a function once.
---@param ms integer # From 0 to 86,400,000.
---@param callback fun() # Called once.
---@return integer # For `timer.cancel`.
function timer.after(ms, callback) end

--- Calls a function again and again.
---@param ms integer # From 16 to 86,400,000.
---@param callback fun() # Called until `timer.cancel`.
---@return integer # For `timer.cancel`.
function timer.every(ms, callback) end

--- Ends a timer. One that has ended is ignored.
---@param id integer # As `timer.after` or `timer.every` gave it.
function timer.cancel(id) end

--- JSON as in RFC 8259.
json = {}

--- The JSON of a value.
---@param value string|number|boolean|table # A list, or a table with strings as keys.
---@return string|nil # Without spaces, keys sorted; nil when it failed.
---@return string|nil # Why it failed.
function json.encode(value) end

--- The value of some JSON. `null` becomes nil.
---@param text string # At most 100 levels deep.
---@return string|number|boolean|table|nil # Whole numbers are integers; nil when it failed.
---@return string|nil # Why it failed, with the place.
function json.decode(text) end

--- Digests, random numbers and base64.
crypto = {}

--- The SHA-256 of some bytes (FIPS 180-4).
---@param bytes string # Any bytes.
---@return string # 64 digits, hexadecimal.
function crypto.sha256(bytes) end

--- The HMAC-SHA-256 of some bytes (RFC 2104).
---@param key string # Any bytes.
---@param bytes string # Any bytes.
---@return string # 64 digits, hexadecimal.
function crypto.hmac_sha256(key, bytes) end

--- Bytes that nobody can guess.
---@param count integer # From 1 to 1,024.
---@return string # So many bytes.
function crypto.random_bytes(count) end

--- A new identifier, version 4 (RFC 9562).
---@return string # 36 characters.
function crypto.uuid() end

--- Base64 of some bytes (RFC 4648, section 4).
---@param bytes string # Any bytes.
---@return string # With padding.
function crypto.base64_encode(bytes) end

--- The bytes of some base64.
---@param text string # With padding.
---@return string|nil # The bytes; nil when it is no base64.
function crypto.base64_decode(text) end

--- What is shown.
---@class notify.Notification
---@field title string # At most 80 characters.
---@field text? string # At most 240 characters.
---@field at? integer # Seconds as from `os.time()`. Of `notify.schedule` only, which needs it.
---@field params? table<string, any> # Given to the entry document when it is tapped; see `ui.params`.

--- Notifications.
notify = {}

--- Shows a notification now.
---@param notification notify.Notification # What is shown.
---@return string # Its id, for `notify.cancel`.
--- Needs the permission `notify`.
function notify.show(notification) end

--- Shows a notification at a time, whether the app runs or not.
---@param notification notify.Notification # What is shown, and `at` which time.
---@return string # Its id, for `notify.cancel`.
--- Needs the permission `notify`.
function notify.schedule(notification) end

--- Takes a notification back. One that is gone is ignored.
---@param id string # As it was given.
--- Needs the permission `notify`.
function notify.cancel(id) end

--- What was copied, in any app.
clipboard = {}

--- The text that was copied last. Call it only when somebody pastes.
---@return string|nil # nil if there is none, or no text.
--- Needs the permission `clipboard`.
function clipboard.read() end

--- Copies a text.
---@param text string # At most 1 MiB.
--- Needs the permission `clipboard`.
function clipboard.write(text) end

--- A place.
---@class location.Position
---@field latitude number # Degrees, north positive (WGS 84).
---@field longitude number # Degrees, east positive (WGS 84).
---@field accuracy_m number # Metres within which it is likely to be.
---@field time integer # Seconds as from `os.time()`.

--- Where the phone is.
location = {}

--- The place, once.
---@param done fun(position: location.Position?, err: string?) # Called once, later.
--- Needs the permission `location`.
function location.current(done) end

--- The place, whenever it changes, while the app is visible.
---@param listener fun(position: location.Position?, err: string?) # Called each time.
---@return integer # For `location.stop`.
--- Needs the permission `location`.
function location.watch(listener) end

--- Ends a watch. One that has ended is ignored.
---@param id integer # As `location.watch` gave it.
--- Needs the permission `location`.
function location.stop(id) end

--- A person.
---@class contacts.Contact
---@field id string # Stays the same.
---@field name string # As it is shown.
---@field phones string[] # As written.
---@field emails string[] # As written.

--- The people in the phone's address book.
contacts = {}

--- Lets somebody choose one person.
---@param done fun(contact: contacts.Contact?, err: string?) # Called once, without a contact when nobody was chosen.
--- Needs the permission `contacts`.
function contacts.pick(done) end

--- The people whose name contains a text.
---@param text string # An empty one finds everybody.
---@param done fun(found: contacts.Contact[]?, err: string?) # Called once, with at most 500, sorted by name.
--- Needs the permission `contacts`.
function contacts.search(text, done) end

--- How a picture or film is taken.
---@class camera.Shot
---@field facing? "front"|"back" # Without: back.
---@field max_ms? integer # Of `camera.record_video` only, at most 60,000. Without: 10,000.
---@field done fun(capture: camera.Capture?, err: string?) # Called once, later.

--- A picture or film that was taken.
---@class camera.Capture
---@field source string # For the `src` of an `<img>`; kept until the app is uninstalled.
---@field width integer # Pixels.
---@field height integer # Pixels.

--- Pictures and films.
camera = {}

--- Opens the camera for one picture.
---@param shot camera.Shot # How, and who gets it.
--- Needs the permission `camera`.
function camera.take_picture(shot) end

--- Opens the camera for one film.
---@param shot camera.Shot # How, and who gets it.
--- Needs the permission `camera`.
function camera.record_video(shot) end

--- Sound that was recorded.
---@class microphone.Recording
---@field source string # Names the file; kept until the app is uninstalled.
---@field duration_ms integer # How long it is.

--- Sound from around the phone.
microphone = {}

--- Records until `microphone.stop`, for five minutes at most, while the app is visible. The phone shows that it does.
---@param done fun(recording: microphone.Recording?, err: string?) # Called once, when it ends.
--- Needs the permission `microphone`.
function microphone.record(done) end

--- Ends the recording. Without one, nothing happens.
--- Needs the permission `microphone`.
function microphone.stop() end

--- An installed app.
---@class apps.App
---@field id string # Such as `com.example.notes`.
---@field name string # In the language of the phone.
---@field version string # Such as `1.2.0`.

--- The apps of the phone. For first-party apps only.
apps = {}

--- The installed apps.
---@return apps.App[] # Sorted by name.
--- Needs the permission `apps.manage`.
function apps.list() end

--- Installs an app, or updates it, from the store the phone trusts.
---@param id string # Of the app.
---@param done fun(installed: apps.App?, err: string?) # Called once, later.
--- Needs the permission `apps.manage`.
function apps.install(id, done) end

--- Removes an app and all it keeps.
---@param id string # Of the app.
---@param done fun(done: boolean) # Called once, later.
--- Needs the permission `apps.manage`.
function apps.uninstall(id, done) end
