// The canonical event: what Go's encoding/json writes for the core/v1 Event of Kubernetes 0.17, the one kube-eventer was built
// with, in compact form. Keys in the order of the Go structs, `omitempty` as there, unknown keys dropped, times normalised, kind
// and apiVersion absent. An event of events.k8s.io/v1 is the same stored object under other names and gives the same bytes.

#include "writer.hpp"

namespace {

enum EventKey {
    kind, api_version, metadata, involved, reason, message, source, first, last, count, type, event_time, series, action,
    related, controller, instance, event_keys
};
constexpr std::array<std::string_view, event_keys> core_names = {
    "kind", "apiVersion", "metadata", "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp",
    "count", "type", "eventTime", "series", "action", "related", "reportingComponent", "reportingInstance"};
constexpr std::array<std::string_view, event_keys> events_names = {
    "kind", "apiVersion", "metadata", "regarding", "reason", "note", "deprecatedSource", "deprecatedFirstTimestamp",
    "deprecatedLastTimestamp", "deprecatedCount", "type", "eventTime", "series", "action", "related",
    "reportingController", "reportingInstance"};
using EventMembers = Members<event_keys>;

enum MetadataKey {
    name, generate_name, name_space, self_link, uid, resource_version, generation, created, deleted, grace_period, labels,
    annotations, owners, finalizers, cluster_name, managed_fields, metadata_keys
};
constexpr std::array<std::string_view, metadata_keys> metadata_names = {
    "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
    "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
    "clusterName", "managedFields"};
using MetadataMembers = Members<metadata_keys>;

enum { ref_kind, ref_namespace, ref_name, ref_uid, ref_api_version, ref_resource_version, ref_path, reference_keys };
constexpr std::array<std::string_view, reference_keys> reference_names = {
    "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"};

constexpr std::array<std::string_view, 2> source_names = {"component", "host"};
constexpr std::array<std::string_view, 3> series_names = {"count", "lastObservedTime", "state"};
constexpr std::array<std::string_view, 6> owner_names = {
    "apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion"};
constexpr std::array<std::string_view, 6> manager_names = {
    "manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1"};

template <size_t N> csj_time time_of(const Members<N> &members, size_t place) {
    std::string_view text = members.text(place);
    return text.empty() ? CSJ_NO_NUMBER : parse_time(text);
}

// A number past the Go type is no number here; Go would refuse the whole event.
template <size_t N> int64_t int32_of(const Members<N> &members, size_t place) {
    int64_t value = members.number(place, 0);
    return value >= INT32_MIN && value <= INT32_MAX ? value : 0;
}

void write_reference(Writer &writer, const Members<reference_keys> &reference) {
    writer.begin();
    for (size_t place = 0; place < reference_keys; place++) writer.text(reference_names[place], reference.text(place));
    writer.end();
}

void write_owners(Writer &writer, dom::element value) {
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS || list.begin() == list.end()) return;
    writer.key("ownerReferences");
    writer.out += '[';
    writer.is_first = true;
    for (auto element : list) {
        Members<6> owner(element, owner_names);
        writer.separate();
        writer.begin();
        for (size_t place = 0; place < 4; place++) writer.required_text(owner_names[place], owner.text(place));
        for (size_t place = 4; place < 6; place++) {
            bool flag;
            if (!owner.has(place) || owner[place].get(flag) != simdjson::SUCCESS) continue;
            writer.key(owner_names[place]);
            writer.out += flag ? "true" : "false";
        }
        writer.end();
    }
    writer.out += ']';
    writer.is_first = false;
}

void write_managers(Writer &writer, dom::element value) {
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS || list.begin() == list.end()) return;
    writer.key("managedFields");
    writer.out += '[';
    writer.is_first = true;
    for (auto element : list) {
        Members<6> manager(element, manager_names);
        writer.separate();
        writer.begin();
        for (size_t place = 0; place < 3; place++) writer.text(manager_names[place], manager.text(place));
        if (manager.has(3)) writer.time("time", time_of(manager, 3), false);
        writer.text("fieldsType", manager.text(4));
        if (manager.has(5)) {
            writer.key("fieldsV1");
            writer.any(manager[5]);
        }
        writer.end();
    }
    writer.out += ']';
    writer.is_first = false;
}

void write_metadata(Writer &writer, const MetadataMembers &object, csj_time created_at, bool keeps_managed_fields) {
    writer.begin();
    for (size_t place = name; place <= resource_version; place++) writer.text(metadata_names[place], object.text(place));
    writer.number("generation", object.number(generation, 0));
    writer.time("creationTimestamp", created_at, false);
    if (object.has(deleted)) writer.time("deletionTimestamp", time_of(object, deleted), false);
    if (object.has(grace_period) && object[grace_period].is_int64()) {
        writer.key("deletionGracePeriodSeconds");
        writer.any(object[grace_period]);
    }
    if (object.has(labels)) writer.text_map("labels", object[labels]);
    if (object.has(annotations)) writer.text_map("annotations", object[annotations]);
    if (object.has(owners)) write_owners(writer, object[owners]);
    if (object.has(finalizers)) writer.text_list("finalizers", object[finalizers]);
    writer.text("clusterName", object.text(cluster_name));
    if (keeps_managed_fields && object.has(managed_fields)) write_managers(writer, object[managed_fields]);
    writer.end();
}

class Event {
  public:
    Event(const EventMembers &found, csj_event &fields)
        : members(found), object(members.members(metadata, metadata_names)),
          reference(members.members(involved, reference_names)), origin(members.members(source, source_names)),
          repeats(members.members(series, series_names)), fields(fields) {}

    void fill() {
        fields.uid = slice(object.text(uid));
        fields.resource_version = slice(object.text(resource_version));
        fields.name = slice(object.text(name));
        fields.name_space = slice(object.text(name_space));
        fields.type = slice(members.text(type));
        fields.reason = slice(members.text(reason));
        fields.message = slice(members.text(message));
        fields.component = slice(origin.text(0));
        fields.host = slice(origin.text(1));
        fields.reporting_component = slice(members.text(controller));
        fields.object_kind = slice(reference.text(ref_kind));
        fields.object_namespace = slice(reference.text(ref_namespace));
        fields.object_name = slice(reference.text(ref_name));
        fields.object_uid = slice(reference.text(ref_uid));
        fields.object_field_path = slice(reference.text(ref_path));
        fields.created = time_of(object, created);
        fields.first = time_of(members, first);
        fields.last = time_of(members, last);
        fields.event = time_of(members, event_time);
        fields.series_last = time_of(repeats, 1);
        fields.count = int32_of(members, count);
        fields.series_count = int32_of(repeats, 0);
    }

    void write(Writer &writer, bool keeps_managed_fields) {
        writer.begin();
        writer.key("metadata");
        write_metadata(writer, object, fields.created, keeps_managed_fields);
        writer.key("involvedObject");
        write_reference(writer, reference);
        writer.text("reason", members.text(reason));
        writer.text("message", members.text(message));
        writer.key("source");
        writer.begin();
        for (size_t place = 0; place < 2; place++) writer.text(source_names[place], origin.text(place));
        writer.end();
        writer.time("firstTimestamp", fields.first, false);
        writer.time("lastTimestamp", fields.last, false);
        writer.number("count", fields.count);
        writer.text("type", members.text(type));
        writer.time("eventTime", fields.event, true);
        write_series(writer);
        writer.text("action", members.text(action));
        if (members.has(related)) {
            writer.key("related");
            write_reference(writer, members.members(related, reference_names));
        }
        writer.required_text("reportingComponent", members.text(controller));
        writer.required_text("reportingInstance", members.text(instance));
        writer.end();
    }

  private:
    void write_series(Writer &writer) {
        if (!members.has(series)) return;
        writer.key("series");
        writer.begin();
        writer.number("count", fields.series_count);
        writer.time("lastObservedTime", fields.series_last, true);
        writer.text("state", repeats.text(2));
        writer.end();
    }

    const EventMembers &members;
    MetadataMembers object;
    Members<reference_keys> reference;
    Members<2> origin;
    Members<3> repeats;
    csj_event &fields;
};

// The members of an event in either dialect; false when it is none. Read as core/v1, which nearly all are, and of an
// events.k8s.io/v1 once more: kind, apiVersion and metadata are named alike in both. Items of a list from the API server have
// neither kind nor apiVersion: then the shape decides.
bool get_event(dom::element element, EventMembers &members) {
    members = EventMembers(element, core_names);
    if (!members.has(metadata)) return false;
    if (members.has(kind)) {
        if (!is_same(members.text(kind), "Event")) return false;
        if (members.text(api_version).substr(0, 14) == "events.k8s.io/") members = EventMembers(element, events_names);
        return true;
    }
    if (members.has(involved)) return true;
    members = EventMembers(element, events_names);
    return members.has(involved);
}

}  // namespace

bool csj_read_event(csj_parser *parser, bool keeps_managed_fields, csj_event *fields) {
    if (!parser->is_parsed) return false;
    try {
        EventMembers members;
        if (!get_event(parser->object, members)) return false;
        Event event(members, *fields);
        event.fill();
        parser->output.clear();
        Writer writer(parser->output);
        event.write(writer, keeps_managed_fields);
        fields->json = slice(parser->output.view());
        return true;
    } catch (const std::bad_alloc &) {
        parser->problem = "out of memory";
        return false;
    }
}
