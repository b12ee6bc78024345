package standin

import "encoding/binary"

// The parts of a class file that are needed here, by the numbers of the Java
// Virtual Machine Specification, chapters 4 and 6.
const (
	magic  = 0xCAFEBABE
	java8  = 52
	public = 0x0001
	static = 0x0008

	tagUTF8        = 1
	tagClass       = 7
	tagString      = 8
	tagField       = 9
	tagMethod      = 10
	tagNameAndType = 12

	opLdc           = 0x12
	opReturn        = 0xB1
	opGetstatic     = 0xB2
	opInvokevirtual = 0xB6
)

// class is a class file that is being written: its constants come first in the
// file and are found while the rest is written.
type class struct {
	constants []byte
	count     uint16
}

func (c *class) add(tag byte, content ...byte) uint16 {
	c.constants = append(append(c.constants, tag), content...)
	c.count++
	return c.count
}

func (c *class) utf8(text string) uint16 {
	return c.add(tagUTF8, append(u2(uint16(len(text))), text...)...)
}

func (c *class) class(name string) uint16   { return c.add(tagClass, u2(c.utf8(name))...) }
func (c *class) literal(text string) uint16 { return c.add(tagString, u2(c.utf8(text))...) }

// member is a field or a method of another class.
func (c *class) member(tag byte, of, name, descriptor string) uint16 {
	owner := c.class(of)
	what := c.add(tagNameAndType, append(u2(c.utf8(name)), u2(c.utf8(descriptor))...)...)
	return c.add(tag, append(u2(owner), u2(what)...)...)
}

// printing is the class file of
//
//	public class CliFrontend {
//	    public static void main(String[] args) { System.out.println(TEXT); }
//	}
//
// Assembled here it needs no Java compiler and is the same on every machine.
func printing(text string) []byte {
	c := &class{}
	line := c.literal(text) // early: ldc takes an index of one byte
	this, super := c.class(Class), c.class("java/lang/Object")
	out := c.member(tagField, "java/lang/System", "out", "Ljava/io/PrintStream;")
	write := c.member(tagMethod, "java/io/PrintStream", "println", "(Ljava/lang/String;)V")
	main, descriptor, code := c.utf8("main"), c.utf8("([Ljava/lang/String;)V"), c.utf8("Code")

	body := join([]byte{opGetstatic}, u2(out), []byte{opLdc, byte(line)}, []byte{opInvokevirtual}, u2(write), []byte{opReturn})
	const maxStack, maxLocals, none = 2, 1, 0
	attribute := join(u2(maxStack), u2(maxLocals), u4(uint32(len(body))), body, u2(none), u2(none))
	method := join(u2(public|static), u2(main), u2(descriptor), u2(1), u2(code), u4(uint32(len(attribute))), attribute)
	return join(u4(magic), u2(0), u2(java8), u2(c.count+1), c.constants,
		u2(public), u2(this), u2(super), u2(none), u2(none), u2(1), method, u2(none))
}

func u2(n uint16) []byte { return binary.BigEndian.AppendUint16(nil, n) }
func u4(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

func join(parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}
