// libhwloc.a asks libudev for the model and serial number of disks and network cards, and libudev exists only as a
// shared library, which this program must not need. We never ask hwloc for such devices, so these twins of its
// functions say "nothing there": hwloc takes a null context or device as an answer.
extern "C" {

struct udev;
struct udev_device;

udev* udev_new() { return nullptr; }
udev* udev_unref(udev*) { return nullptr; }
udev_device* udev_device_new_from_subsystem_sysname(udev*, const char*, const char*) { return nullptr; }
const char* udev_device_get_property_value(udev_device*, const char*) { return nullptr; }
udev_device* udev_device_unref(udev_device*) { return nullptr; }
}
