package fetch

import (
	"bufio"
	"io"

	"github.com/klauspost/compress/gzip"
)

// keptBuffer is the most, in bytes, that a buffer may have to be used again.
const keptBuffer = smallBody + 1

// reader gives a buffer of a beginning's size over r; doneWith takes it back.
func (c *Client) reader(r io.Reader) *bufio.Reader {
	if b, ok := c.beginnings.Get().(*bufio.Reader); ok {
		b.Reset(r)
		return b
	}
	return bufio.NewReaderSize(r, beginning)
}

func (c *Client) doneWith(b *bufio.Reader) {
	b.Reset(nil)
	c.beginnings.Put(b)
}

// gunzip undoes gzip; Close lets its tables be used again.
func (c *Client) gunzip(r io.Reader) (io.ReadCloser, error) {
	if z, ok := c.gzips.Get().(*gzip.Reader); ok {
		if err := z.Reset(r); err != nil {
			c.gzips.Put(z)
			return nil, err
		}
		return gunzipper{z, c}, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return gunzipper{z, c}, nil
}

type gunzipper struct {
	*gzip.Reader
	client *Client
}

func (g gunzipper) Close() error {
	g.client.gzips.Put(g.Reader)
	return nil
}

// buffer gives room for a body; recycle takes it back.
func (c *Client) buffer() *[]byte {
	if b, ok := c.buffers.Get().(*[]byte); ok {
		return b
	}
	b := make([]byte, 0, 2*beginning)
	return &b
}

// recycle is called when nobody looks at the body any more.
func (e *errand) recycle() {
	if e.buffer != nil && cap(*e.buffer) <= keptBuffer {
		e.client.buffers.Put(e.buffer)
	}
	e.buffer = nil
}
